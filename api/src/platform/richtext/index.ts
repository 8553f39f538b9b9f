export { bareLinks, withCards, withoutCards, type Card } from './cards.ts';
export { htmlForMail } from './for-mail.ts';
export { renderMarkdownAside as renderMarkdown } from './off-thread.ts';
export { HTML_VERSION, type RenderedBody } from './options.ts';
export { excerpt, proseOf } from './reading.ts';
export { mentionedHandles } from './render.ts';
export { wordDiff } from './word-diff.ts';
