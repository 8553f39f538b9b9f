export { excerpt } from './reading.ts';
export { HTML_VERSION, LONGEST_SOURCE, type RenderedBody, type RenderOptions } from './options.ts';
export { htmlToMarkdown } from './html-to-markdown.ts';
export { mentionedHandles, renderMarkdown } from './render.ts';
export { sanitizeHtml } from './sanitize.ts';
