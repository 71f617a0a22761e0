import {
	MAX_ANSWER_LENGTH,
	noticePage,
	PAGE_HEADERS,
	questionPage,
	type Question,
} from '../../nodes/FlowIq/responsePage/page';

const approval: Question = {
	title: 'Response requested',
	text: 'Refund order #1001?',
	form: { type: 'approval', approveLabel: 'Approve', disapproveLabel: 'Decline' },
};
const freeText: Question = {
	title: 'Response requested',
	text: 'Which colour?',
	form: { type: 'freeText', submitLabel: 'Submit' },
};

/** Text as a nasty question, label or title may hold it. */
const NASTY = `</div><script>alert("1")</script><img src=x onerror='a()'> & " '`;
const ESCAPED =
	'&lt;/div&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt; &amp; &quot; &#39;';

const buttons = (page: string) =>
	[...page.matchAll(/<button [^>]*>[^<]*<\/button>/g)].map(([button]) => button);

describe('the page of Send and Wait for Response', () => {
	it('shows the question and its two buttons, which post to where the page came from', () => {
		const page = questionPage(approval);
		expect(page).toContain('<form method="post">');
		expect(page).toContain('Refund order #1001?');
		expect(buttons(page)).toEqual([
			expect.stringMatching(/name="approved" value="true".*>Approve</),
			expect.stringMatching(/name="approved" value="false".*>Decline</),
		]);
	});

	it('shows one button when there is only one', () => {
		const page = questionPage({ ...approval, form: { type: 'approval', approveLabel: 'Seen' } });
		expect(buttons(page)).toEqual([expect.stringMatching(/value="true".*>Seen</)]);
	});

	it('asks for a text, which may not be left out and is bounded', () => {
		const page = questionPage(freeText);
		expect(page).toMatch(
			new RegExp(`<textarea [^>]*name="text"[^>]*maxlength="${MAX_ANSWER_LENGTH}"[^>]*required`),
		);
		expect(page).toContain('<label for="text">');
		expect(buttons(page)).toEqual([expect.stringMatching(/>Submit</)]);
	});

	it.each([
		['title', questionPage({ ...approval, title: NASTY })],
		['question', questionPage({ ...approval, text: NASTY })],
		[
			'labels',
			questionPage({
				...approval,
				form: { type: 'approval', approveLabel: NASTY, disapproveLabel: NASTY },
			}),
		],
		['text label', questionPage({ ...freeText, form: { type: 'freeText', submitLabel: NASTY } })],
		['problem', questionPage(approval, NASTY)],
		['heading of a notice', noticePage(NASTY, '')],
		['text of a notice', noticePage('', NASTY)],
	])('escapes the %s', (_, page) => {
		expect(page).toContain(ESCAPED);
		expect(page).not.toContain('<script');
		expect(page).not.toContain('<img');
	});

	it.each([
		['a question', questionPage(approval)],
		['a text question', questionPage(freeText)],
		['a notice', noticePage('Thank you', 'Recorded')],
	])('fits a phone in light and dark, without scripts or anything loaded: %s', (_, page) => {
		expect(page).toContain('name="viewport" content="width=device-width');
		expect(page).toContain('prefers-color-scheme: dark');
		expect(page).not.toMatch(/<script|\son\w+=|javascript:|<link|src=|url\(|https?:/i);
	});

	it('may not be framed, cached, indexed or leak its address, and runs nothing', () => {
		expect(PAGE_HEADERS).toMatchObject({
			'Content-Security-Policy': expect.stringMatching(
				/default-src 'none'.*form-action 'self'.*frame-ancestors 'none'/,
			),
			'Cache-Control': 'no-store',
			'Referrer-Policy': 'no-referrer',
			'X-Robots-Tag': expect.stringContaining('noindex'),
		});
	});

	it('keeps the line breaks of the question, and says what was wrong with an answer', () => {
		const page = questionPage({ ...approval, text: 'One\nTwo' }, 'Choose one of the buttons.');
		expect(page).toContain('One\nTwo');
		expect(page).toMatch(/class="question"/);
		expect(page).toMatch(/\.question \{ white-space: pre-wrap/);
		expect(page).toContain('role="alert">Choose one of the buttons.');
	});
});
