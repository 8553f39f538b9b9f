import { basename, resolve } from 'node:path';
import { readRows, type DumpFile, type FileName } from './rows.ts';

const hostShape = /^(?=.{4,253}$)([a-z0-9-]+\.)+[a-z]{2,}$/;
const enoughWitnesses = 3;
const mostLinks = 5000;

/** Which site a dump comes from; `host` is null when nothing in it tells, and `key` then is the folder's name. */
export type Site = { key: string; host: string | null };

/**
 * The site a dump comes from: as told, else the folder's name where it is a host, else as the posts themselves tell: a row of
 * PostLinks says that one post links to another, so the host in that post's link is the site.
 */
export async function findSite(folder: string, files: Map<FileName, DumpFile>, told?: string): Promise<Site> {
	const folderName = basename(resolve(folder)).toLowerCase();
	for (const candidate of [told?.trim().toLowerCase(), folderName]) {
		if (candidate && hostShape.test(candidate)) return { key: candidate, host: candidate };
	}
	const host = await hostInLinks(files);
	return host ? { key: host, host } : { key: told || folderName, host: null };
}

async function hostInLinks(files: Map<FileName, DumpFile>): Promise<string | null> {
	const [links, posts] = [files.get('PostLinks'), files.get('Posts')];
	if (!links || !posts) return null;
	const targets = await readTargets(links);
	const witnesses = new Map<string, number>();
	for await (const { rows } of readRows(posts, { rows: 0 })) {
		for (const row of rows) {
			const linked = targets.get(row.get('Id') ?? '');
			for (const host of linked ? hostsOf(row.get('Body') ?? '', linked) : []) {
				const seen = (witnesses.get(host) ?? 0) + 1;
				if (seen >= enoughWitnesses) return host;
				witnesses.set(host, seen);
			}
		}
	}
	return [...witnesses].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

async function readTargets(links: DumpFile): Promise<Map<string, string[]>> {
	const targets = new Map<string, string[]>();
	for await (const { rows } of readRows(links, { rows: 0 })) {
		for (const row of rows) {
			const [from, to] = [row.get('PostId'), row.get('RelatedPostId')];
			if (from && to) targets.set(from, [...(targets.get(from) ?? []), to]);
		}
		if (targets.size >= mostLinks) break;
	}
	return targets;
}

/** The hosts that a body links to with the number of one of these posts. */
function hostsOf(body: string, targets: string[]): Set<string> {
	const hosts = new Set<string>();
	for (const [, host, post, answer] of body.matchAll(
		/https?:\/\/([a-z0-9.-]+)\/(?:questions|q|a)\/(\d+)(?:\/[^"#\s]*#(\d+))?/gi,
	)) {
		if (host && (targets.includes(post!) || (answer && targets.includes(answer)))) hosts.add(host.toLowerCase());
	}
	return hosts;
}

/** A name for the space that takes a site's threads when none is told: `beer` of beer.stackexchange.com. */
export function spaceSlug(site: Site): string {
	const name = site.host?.replace(/\.(stackexchange\.com|com|net|org)$/, '') ?? site.key;
	return (
		name
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-+|-+$/g, '')
			.slice(0, 60) || 'imported'
	);
}

/** What the space is called until somebody names it better: its slug with a capital. */
export function spaceName(slug: string): string {
	const words = slug.replaceAll('-', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
