export { htmlForMail } from './for-mail.ts';
export { htmlToMarkdown } from './html-to-markdown.ts';
export { renderMarkdownAside as renderMarkdown } from './off-thread.ts';
export { HTML_VERSION, LONGEST_SOURCE, type RenderedBody, type RenderOptions } from './options.ts';
export { excerpt } from './reading.ts';
export { mentionedHandles } from './render.ts';
export { sanitizeHtml } from './sanitize.ts';
export { type Change, wordDiff } from './word-diff.ts';
