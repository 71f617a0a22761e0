import type { Resource } from '../../operation';
import { downloadMedia } from './downloadMedia';
import { exportToFile } from './exportToFile';
import { getAll } from './getAll';
import { send } from './send';
import { sendAndWait } from './sendAndWait';
import { sendTemplate } from './sendTemplate';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [downloadMedia, exportToFile, getAll, send, sendAndWait, sendTemplate],
	defaultOperation: getAll.value,
};
