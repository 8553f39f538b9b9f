import { createTranslator } from '@ikatan/messages/format';
import type { Params } from '@ikatan/messages/format';
import { createFormatters } from '@ikatan/messages/formatters';
import type { MessageKey } from '@ikatan/messages/areas';
import { learnt } from './learnt.browser.ts';

// The browser's side of @ikatan/messages (`#words`). A document never changes its language, so this is no shared state.
const { translate: say, parts } = createTranslator(document.documentElement.lang, (key) => learnt.get(key));

export const translate = (_language: string, key: MessageKey, params?: Params) => say(key, params);
export const translateParts = (_language: string, key: MessageKey, params?: Params) => parts(key, params);
export const formatters = (language: string, timeZone: string) => createFormatters(language, timeZone, say);
