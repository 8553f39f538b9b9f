import { setImmediate as breathe } from 'node:timers/promises';
import { htmlToMarkdown } from '../../platform/richtext/html-to-markdown.ts';
import { LONGEST_SOURCE } from '../../platform/richtext/options.ts';
import { renderMarkdown } from '../../platform/richtext/render.ts';

/** A text that arrives: Markdown as typed, or HTML that Markdown has to be made of. */
export type Arriving = { markdown: string } | { html: string };

/** A text as `posts` holds it; `cut` when it was longer than a post may be. */
export type Rendered = { sourceText: string; html: string; plainText: string; htmlVersion: number; cut: boolean };

/** Renders texts in the order given. */
export type Renderer = (texts: Arriving[]) => Promise<Rendered[]>;

/** An `@name` of another site is nobody's handle here. */
const nobody: ReadonlySet<string> = new Set();
const textsAtOnce = 50;

/**
 * Renders like any post that is written here, on arrival and never on first sight: a page is complete once the import has
 * passed. It is done in this thread: PostgreSQL, which works meanwhile in a process of its own, takes longer over a post (0.4 ms)
 * than rendering does (0.15 ms), and a thread for it would cost 50 MB.
 */
export const renderTexts: Renderer = async (texts) => {
	const rendered: Rendered[] = [];
	for (const text of texts) {
		rendered.push(await renderText(text));
		// Lets what PostgreSQL has answered meanwhile be taken up, so that it gets its next batch.
		if (rendered.length % textsAtOnce === 0) await breathe();
	}
	return rendered;
};

async function renderText(text: Arriving): Promise<Rendered> {
	const written = 'markdown' in text ? text.markdown : htmlToMarkdown(text.html);
	const sourceText = written.slice(0, LONGEST_SOURCE).toWellFormed();
	// Images stay where they are: their addresses are part of what was imported.
	const {
		html,
		text: plainText,
		htmlVersion,
	} = await renderMarkdown(sourceText, {
		knownHandles: nobody,
		allowRemoteImages: true,
	});
	return { sourceText, html, plainText, htmlVersion, cut: sourceText.length < written.length };
}

/** For a rehearsal: takes texts as they are, since nobody will see them. */
export const renderNothing: Renderer = async (texts) =>
	texts.map((text) => {
		const sourceText = ('markdown' in text ? text.markdown : text.html).trim();
		const cut = 'markdown' in text && sourceText.length > LONGEST_SOURCE;
		return { sourceText, html: '', plainText: '', htmlVersion: 0, cut };
	});
