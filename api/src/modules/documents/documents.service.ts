import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DocumentSource, PushDocument } from '@ikatan/contracts/documents';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, one, type Sql } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalid, notFound, Refusal } from '../../platform/errors.ts';
import { forgetKept, keptBriefly } from '../../platform/kept.ts';
import * as audit from '../audit/index.ts';
import { baseOf, liesUnder } from './documents.policy.ts';
import * as queries from './documents.queries.ts';

type DocumentDeps = Pick<Deps, 'sql' | 'clock'>;

const sourcesKeptForMs = 500;
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
const wrongKey = () => new Refusal(401, 'wrong-key');

/** The source whose key stands in an Authorization header; throws 401 `wrong-key`. Compared in constant time. */
export async function sourceOfKey(deps: DocumentDeps, authorization: string | undefined): Promise<queries.KeyRow> {
	const [, key, sourceId] = /^Bearer +(ikd_(\d{1,15})_[\w-]{20,100})$/i.exec(authorization ?? '') ?? [];
	if (!key) throw wrongKey();
	const source = await queries.findOpenSource(deps.sql, Number(sourceId));
	// Without a source something is compared all the same: how long it takes tells nothing.
	const [held, given] = [source?.keyHash ?? hashOf(''), hashOf(key)].map((hash) => Buffer.from(hash));
	if (!held || !given || !timingSafeEqual(held, given) || !source) throw wrongKey();
	return source;
}

/** Puts one document; throws 422 `outside-source` for an address elsewhere. */
export async function push(
	deps: DocumentDeps,
	source: queries.KeyRow,
	document: PushDocument & { externalId: string },
): Promise<{ externalId: string; url: string; updatedAt: string }> {
	await pushAll(deps, source, { documents: [document], remove: [] });
	const held = await queries.findDocument(deps.sql, source.id, document.externalId);
	if (!held) throw notFound();
	return held;
}

/** Puts and removes documents, all of it or nothing; throws 422 `outside-source` when one lies elsewhere. */
export async function pushAll(
	{ sql, clock }: DocumentDeps,
	source: queries.KeyRow,
	{ documents, remove }: { documents: queries.PushedDocument[]; remove: string[] },
): Promise<{ put: number; removed: number }> {
	if (documents.some(({ url }) => !liesUnder(url, source.baseAddress)))
		throw invalid({ url: 'outside-source' }, 'outside-source', { base: source.baseAddress });
	const normal = documents.map((document) => ({ ...document, url: new URL(document.url).href }));
	return await inTransaction(sql, async (tx) => {
		if (!(await queries.lockSource(tx, source.id, clock.now()))) throw wrongKey();
		const removed = remove.length > 0 ? await queries.deleteDocuments(tx, source.id, remove) : 0;
		if (normal.length > 0) await queries.putDocuments(tx, source.id, normal, clock.now());
		await write(tx, null, 'documents.pushed', source.id, { put: normal.length, removed });
		return { put: normal.length, removed };
	});
}

/** Takes one document out; throws 404. */
export async function remove(deps: DocumentDeps, source: queries.KeyRow, externalId: string): Promise<void> {
	const { removed } = await pushAll(deps, source, { documents: [], remove: [externalId] });
	if (removed === 0) throw notFound();
}

/** Whether there may be documents to find, at most half a second old: most communities have none, and none is asked for then. */
export function mayHaveDocuments(sql: Sql): Promise<boolean> {
	return keptBriefly(sql, 'document sources', sourcesKeptForMs, queries.hasSources);
}

/** Adds a source; its key is told here and never again. */
export async function addSource(
	{ sql }: DocumentDeps,
	actor: SignedIn,
	{ name, baseAddress }: { name: string; baseAddress: string },
): Promise<{ source: DocumentSource; key: string }> {
	const secret = randomBytes(32).toString('base64url');
	const added = await inTransaction(sql, async (tx) => {
		const base = baseOf(baseAddress);
		const id = await queries.insertSource(tx, { name, baseAddress: base, keyHash: '', createdBy: actor.id });
		const key = `ikd_${id}_${secret}`;
		await queries.putKeyHash(tx, id, hashOf(key));
		await write(tx, actor, 'documents.source-added', id, { name, baseAddress: base });
		const source = one([await queries.findSource(tx, id)].filter((found) => found !== undefined));
		return { source, key };
	});
	forgetKept(sql);
	return added;
}

/** Ends a source's key; what it brought stays. Once more changes nothing. Throws 404. */
export async function revokeSource({ sql, clock }: DocumentDeps, actor: SignedIn, sourceId: number): Promise<void> {
	await inTransaction(sql, async (tx) => {
		const source = await queries.findSource(tx, sourceId);
		if (!source) throw notFound();
		if (await queries.endKey(tx, sourceId, clock.now()))
			await write(tx, actor, 'documents.source-revoked', sourceId, { name: source.name });
	});
}

/** Removes a source with all its documents; throws 404. */
export async function removeSource({ sql }: DocumentDeps, actor: SignedIn, sourceId: number): Promise<void> {
	await inTransaction(sql, async (tx) => {
		const source = await queries.findSource(tx, sourceId);
		if (!source || !(await queries.deleteSource(tx, sourceId))) throw notFound();
		const { name, documents } = source;
		await write(tx, actor, 'documents.source-removed', sourceId, { name, documents });
	});
}

async function write(
	tx: Parameters<typeof audit.write>[0],
	actor: SignedIn | null,
	action: string,
	subjectId: number,
	details: Record<string, unknown>,
): Promise<void> {
	await audit.write(tx, { actorId: actor?.id ?? null, action, subjectKind: 'document-source', subjectId, details });
}
