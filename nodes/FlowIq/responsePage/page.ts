/** What the page of Send and Wait for Response asks for. */
export type AnswerForm =
	| {
			type: 'approval';
			approveLabel: string;
			/** Left out when there is only one button. */
			disapproveLabel?: string;
	  }
	| { type: 'freeText'; submitLabel: string };

export interface Question {
	/** Heading of the page. */
	title: string;
	/** What is asked, with line breaks as typed. */
	text: string;
	form: AnswerForm;
}

/** Names of the form's fields, as the browser posts them. */
export const FIELD = { approved: 'approved', text: 'text' } as const;

/** Characters that a written answer may have: enough for anything typed on a phone, and bounded for what n8n stores. */
export const MAX_ANSWER_LENGTH = 10_000;

/**
 * The page with the question. It changes nothing by being opened: only its buttons, which post, answer.
 *
 * @param question what is asked
 * @param problem why the answer before could not be taken
 * @returns a complete HTML document without scripts
 */
export function questionPage({ title, text, form }: Question, problem?: string): string {
	return document(
		title,
		`<div class="question" dir="auto">${escapeHtml(text)}</div>
${problem === undefined ? '' : `<p class="problem" role="alert">${escapeHtml(problem)}</p>\n`}<form method="post">
${fields(form)}
</form>`,
	);
}

/**
 * A page that only tells something: the answer is recorded, was given before, or comes too late.
 *
 * @param heading what happened
 * @param text what it means for the reader
 * @returns a complete HTML document without scripts
 */
export function noticePage(heading: string, text: string): string {
	return document(heading, `<p dir="auto">${escapeHtml(text)}</p>`);
}

/**
 * Lets the browser show the page and send its form, and nothing else; keeps it out of caches and search engines, and its
 * address, which is the permission to answer, out of other servers' logs.
 */
export const PAGE_HEADERS = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy':
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	'Cache-Control': 'no-store',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex, nofollow',
} as const;

function fields(form: AnswerForm): string {
	if (form.type === 'freeText') {
		return `<label for="text">Your response</label>
<textarea id="text" name="${FIELD.text}" rows="5" maxlength="${MAX_ANSWER_LENGTH}" dir="auto" required></textarea>
${button(form.submitLabel, 'primary')}`;
	}
	const { approveLabel, disapproveLabel } = form;
	const approve = button(approveLabel, 'primary', 'true');
	return disapproveLabel === undefined
		? approve
		: `${approve}\n${button(disapproveLabel, 'secondary', 'false')}`;
}

function button(label: string, style: 'primary' | 'secondary', approved?: string): string {
	const value = approved === undefined ? '' : ` name="${FIELD.approved}" value="${approved}"`;
	return `<button type="submit" class="${style}" dir="auto"${value}>${escapeHtml(label)}</button>`;
}

function document(title: string, content: string): string {
	const heading = escapeHtml(title);
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${heading}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">${heading}</h1>
${content}
</main>
</body>
</html>
`;
}

/** Text in the page, and values in quotes. */
function escapeHtml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');
}

/** Buttons as high as a fingertip; colours with a contrast of 4.5 to 1 or more in light and dark. */
const STYLE = `
:root { color-scheme: light dark; --page: #f1f3f5; --card: #fff; --text: #1d2329; --quiet: #5a6570; --line: #8a949e; --accent: #0b6b4f; --on-accent: #fff; --problem: #a3261a; }
@media (prefers-color-scheme: dark) { :root { --page: #11161a; --card: #1c2329; --text: #eef1f3; --quiet: #a9b4bd; --line: #74808a; --accent: #4fd1a5; --on-accent: #06281d; --problem: #ff9d91; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 16px; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 32rem; margin: 5vh auto 0; padding: 24px 20px; background: var(--card); border-radius: 12px; overflow-wrap: anywhere; }
h1 { margin: 0 0 12px; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0; color: var(--quiet); }
.question { white-space: pre-wrap; margin-bottom: 24px; }
.problem { margin-bottom: 12px; color: var(--problem); font-weight: 600; }
label { display: block; margin-bottom: 6px; font-weight: 600; }
textarea { display: block; width: 100%; margin-bottom: 16px; padding: 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: inherit; font: inherit; resize: vertical; }
button { display: block; width: 100%; min-height: 48px; margin-top: 12px; padding: 10px 16px; border: 2px solid var(--accent); border-radius: 8px; font: inherit; font-weight: 600; cursor: pointer; }
.primary { background: var(--accent); color: var(--on-accent); }
.secondary { background: transparent; color: var(--text); border-color: var(--line); }
button:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
