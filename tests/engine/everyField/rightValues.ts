import type { Simulator } from '../../../simulator';
import { locator } from '../../support/flowiq';
import type { RightValues } from './places';

/**
 * @returns for each field a value that it takes, so that the one under test is the only one that may be wrong; a list that
 *   is read with them fits on one page, because an agent's tool reads no more than that
 */
export function rightValuesFor(simulator: Simulator): RightValues {
	const { whatsapp_id } = simulator.contactAt(0);
	const file = simulator.messagesOf(whatsapp_id).find(({ media_url }) => media_url)?.media_url;
	return {
		'create.phoneNumber': '27821230099',
		'findByPhone.phoneNumber': whatsapp_id,
		'downloadMedia.mediaUrl': file ?? `${simulator.url}/media/none.png`,
		recipient: locator('phone', whatsapp_id),
		contact: locator('phone', whatsapp_id),
		name: 'Nathan',
		mediaUrl: 'https://example.com/image.png',
		contactCards: { card: [{ formatted_name: 'Ann', phones: { phone: [{ phone: '10111' }] } }] },
		contactCardsJson: '[{ "name": { "formatted_name": "Ann" } }]',
		body: 'Shall we?',
		buttonText: 'Choose',
		buttons: { button: [{ title: 'Yes', id: 'yes' }] },
		buttonsJson: '[{ "title": "Yes" }]',
		sections: { section: [{ title: 'Now', rows: { row: [{ id: '1', title: 'One' }] } }] },
		sectionsJson: '[{ "rows": [{ "id": "1", "title": "One" }] }]',
		additionalFields: { headerMedia: { media: { url: 'https://example.com/image.png' } } },
		latitude: '-33.9',
		longitude: '18.4',
		reactionMessageId: 'wamid.abc',
		text: 'Hello',
		message: 'Refund?',
		templateName: 'order_update',
		bodyParameters: { parameters: [{ name: 'shop', value: 'Cape Town' }] },
		buttonParameters: { parameters: [{ name: 'url', value: 'abc' }] },
		options: { limitWaitTime: { values: { resumeAmount: 3 } } },
	};
}
