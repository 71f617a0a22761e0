import type { Resource } from '../operation';
import { contact } from './contact';
import { message } from './message';

/**
 * Every resource with its operations. The dropdowns, the fields, the routing and both ways of running an operation are
 * built from this list.
 */
export const resources: Resource[] = [contact, message];
