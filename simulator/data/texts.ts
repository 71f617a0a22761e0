/** What customers write. `{order}` becomes an order number such as #1001. */
export const CUSTOMER_TEXTS: readonly string[] = [
	'Hi! Is the blue one still in stock?',
	'Hello',
	'Where is my order {order}?',
	'Please cancel order {order}, I ordered twice by mistake.',
	'urgent: the parcel for {order} arrived open',
	'Thanks 🙏',
	'👍',
	'Can I pay by EFT?\nMy bank is slow with cards.',
	'My address:\n12 Long Street\nCape Town\n8001',
	'I need help, the link does not open',
	'How much is delivery to Durban?',
	'“Quoted”, "straight", \'single\' and a \\ backslash',
	'=HYPERLINK("https://example.com","click")',
	'Size M, colour black; 2 pieces, please',
	'Bonjour, où en est la commande {order} ?',
	'Grüß Gott! Könnten Sie das bitte prüfen?',
	'¿Tienen talla 38? ¡Gracias!',
	'Здравствуйте, когда будет доставка?',
	'Καλημέρα, πόσο κοστίζει;',
	'مرحبا، أين طلبي {order}؟',
	'שלום, מתי יגיע המשלוח?',
	'नमस्ते, क्या यह उपलब्ध है?',
	'你好,订单{order}什么时候发货?',
	'注文 {order} はいつ届きますか?',
	'주문 {order} 환불해 주세요',
	'สวัสดีค่ะ ขอสอบถามราคา',
	'Merhaba, kargo ne zaman gelir?',
	'👨‍👩‍👧‍👦🎉 see you Saturday',
	'ok',
	'?',
	'I would like to return the shoes from {order}, they are too small. I wore them once, indoors, and still have the box, the receipt and the little bag with the spare laces. What do I have to do?',
];

/** What bots and agents answer. */
export const BUSINESS_TEXTS: readonly string[] = [
	'Hello! How can I help you today?',
	'Your order {order} has been shipped 🚚',
	'Order {order} is ready for collection.',
	'Thanks for waiting, I am checking this for you.',
	'Please send us a photo of the damage.',
	'Delivery to Durban is R 85.00 and takes 2–3 days.',
	'We are open:\nMon–Fri 08:00–17:00\nSat 09:00–13:00',
	'Is there anything else I can help with?',
	'Your refund for {order} was paid out today.',
	'I am handing you over to a colleague who can help.',
	'Bonjour ! Votre commande {order} est en route.',
	'Ihre Bestellung {order} wurde versandt.',
	'طلبك {order} في الطريق إليك',
	'您的订单 {order} 已发货',
];

export const SYSTEM_TEXTS: readonly string[] = [
	'Conversation assigned to Nomsa',
	'Bot paused by team member',
	'Conversation closed',
];

export const TRANSCRIPTIONS: readonly string[] = [
	'Hi, it is me again, I wanted to ask whether the delivery comes today or tomorrow.',
	'Hallo, ich bin unterwegs, bitte rufen Sie mich später an.',
	'Hola, quería cambiar la dirección del pedido {order}.',
	'Привет, я получил посылку, всё хорошо, спасибо!',
	'こんにちは、注文の確認をお願いします。',
	'Molo, ndicela uncedo nge-order yam.',
];

export const CAPTIONS: readonly string[] = [
	'',
	'',
	'This is what arrived',
	'Here 📷',
	'Proof of payment {order}',
];

export const REACTION_EMOJI: readonly string[] = ['👍', '❤️', '😂', '🙏🏽', '🔥'];

type Structured = (order: string) => Record<string, unknown>;

/** Structured messages, which the API puts into the text field as JSON (TS, order-search example). */
export const STRUCTURED_TEXTS: readonly Structured[] = [
	(order) => ({
		header: `Order ${order} confirmed`,
		body: 'Thank you for your order! We will let you know when it ships.',
		buttons: ['Track Order', 'Reorder'],
	}),
	(order) => ({
		header: `Order ${order} delivered`,
		body: 'How was it?\nTap a button to tell us.',
		footer: 'Reply STOP to opt out',
		buttons: ['😀 Great', '😐 Okay', '🙁 Not good'],
	}),
	() => ({
		body: 'What is it about?',
		button: 'Choose a topic',
		sections: [
			{
				title: 'Orders',
				rows: [
					{ id: 'track', title: 'Track an order', description: 'Where is my parcel?' },
					{ id: 'return', title: 'Return an item' },
				],
			},
		],
	}),
];

/** Approved templates as they appear once filled in: sent by the bot, with or without a picture. */
export const TEMPLATE_TEXTS: readonly string[] = [
	'Hi {name}, your order {order} has left our warehouse. Track it at https://shop.example.com/t/{number}',
	'Your appointment is confirmed ✅\n\nDate: Tuesday 14:30\nPlace: 12 Long Street',
	'{name}, the sale starts tomorrow! Use code SAVE15.',
];
