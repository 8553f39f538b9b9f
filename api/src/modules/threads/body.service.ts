import type { Deps } from '../../platform/deps.ts';
import { mentionedHandles, renderMarkdown, type RenderedBody } from '../../platform/richtext/index.ts';
import { membersByHandles } from '../accounts/index.ts';
import { withKnownCards } from './unfurl.service.ts';
import { findFileSizes } from './write.queries.ts';

/** A text ready to be stored. */
export type PreparedBody = { sourceText: string; body: RenderedBody; mentionIds: number[] };

/** Renders Markdown with mentions of members who exist; outside of any transaction, since rendering takes its time. */
export async function prepareBody(
	deps: Deps,
	sourceText: string,
	{ allowRemoteImages = false } = {},
): Promise<PreparedBody> {
	const [members, fileSizes] = await Promise.all([
		membersByHandles(deps.sql, mentionedHandles(sourceText)),
		findFileSizes(deps.sql, fileIdsIn(sourceText)),
	]);
	const rendered = await renderMarkdown(sourceText, {
		knownHandles: new Set(members.keys()),
		fileSizes,
		origin: deps.env.PUBLIC_ORIGIN,
		allowRemoteImages,
	});
	const body = { ...rendered, html: await withKnownCards(deps, rendered.html) };
	const mentionIds = body.mentions.flatMap((handle) => members.get(handle) ?? []);
	return { sourceText, body, mentionIds: [...new Set(mentionIds)] };
}

/** The numbers in `/files/<number>/…` of a source, at most 100. */
function fileIdsIn(sourceText: string): number[] {
	const numbers = [...sourceText.matchAll(/\/files\/(\d{1,15})\b/g)].map((match) => Number(match[1]));
	return [...new Set(numbers)].slice(0, 100);
}
