/**
 * Documented limits of what can be sent (reference pages "send-interactive-buttons" and "send-interactive-list"), in
 * characters where nothing else is said. Texts that tell of a limit take it from here.
 */
export const LIMITS = {
	body: 1024,
	header: 60,
	footer: 60,
	buttons: 3,
	buttonTitle: 20,
	listButton: 20,
	sections: 10,
	sectionTitle: 24,
	rowsPerSection: 10,
	rowTitle: 24,
	rowDescription: 72,
} as const;
