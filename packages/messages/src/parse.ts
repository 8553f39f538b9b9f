import { IntlMessageFormat } from 'intl-messageformat';
import type { Message } from './format.ts';

/** ICU MessageFormat as `createTranslator` takes it; throws where it is not valid, or asks for a date (see formatters.ts). */
export function parseMessage(source: string): Message {
	if (!/[{<']/.test(source)) return source;
	const elements = new IntlMessageFormat(source, 'en').getAst();
	const kinds = JSON.stringify(elements, (name, value: unknown) => (name === 'location' ? undefined : value));
	if (/"type":[34]\b/.test(kinds)) throw new Error(`dates are formatted before they come into a message: ${source}`);
	return JSON.parse(kinds) as Message;
}
