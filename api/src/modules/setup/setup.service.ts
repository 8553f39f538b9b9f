import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { SetUp } from '@ikatan/contracts/settings';
import { languages } from '@ikatan/messages';
import { inTransaction, type Sql } from '../../platform/db.ts';
import { conflict, invalid } from '../../platform/errors.ts';
import { createMember } from '../accounts/index.ts';
import { write as audit } from '../audit/index.ts';
import { changeSettings, forgetSettings, loadSettings } from '../settings/index.ts';
import { createSpace, listAllSpaces } from '../spaces/index.ts';
import { lockSetup } from './setup.queries.ts';

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const hashOf = (code: string) => createHash('sha256').update(code.trim().toUpperCase()).digest('hex');

/** Makes a new one-time code for the first run and keeps its hash; null once the community is set up. */
export async function newSetupCode(sql: Sql): Promise<string | null> {
	return await inTransaction(sql, async (tx) => {
		await lockSetup(tx);
		const settings = await loadSettings(tx);
		if (settings.ready) return null;
		const letters = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]);
		const code = [0, 4, 8].map((start) => letters.slice(start, start + 4).join('')).join('-');
		await changeSettings(tx, { setupCodeHash: hashOf(code) }, null);
		return code;
	});
}

/** First run in one transaction: admin, name, spaces. Returns the admin's number; throws 409 `setup-done`, 422 `wrong-setup-code`. */
export async function setUpCommunity(sql: Sql, body: SetUp): Promise<number> {
	if (!languages.includes(body.defaultLanguage)) throw invalid({ defaultLanguage: 'bad-value' });
	const adminId = await inTransaction(sql, async (tx) => {
		await lockSetup(tx);
		const settings = await loadSettings(tx);
		if (settings.ready) throw conflict('setup-done');
		if (!settings.setupCodeHash || !sameHash(settings.setupCodeHash, hashOf(body.code))) {
			throw invalid({ code: 'wrong-setup-code' });
		}
		const memberId = await createMember(tx, {
			handle: body.handle,
			displayName: body.displayName,
			mail: body.mail,
			password: body.password,
			role: 'admin',
			language: body.defaultLanguage,
			verified: true,
		});
		const known = await listAllSpaces(tx);
		const slugs = distinctSlugs(
			body.spaces.map((space) => space.name),
			known.map((space) => space.slug),
		);
		for (const [index, space] of body.spaces.entries()) {
			const slug = slugs[index] ?? `space-${index + 1}`;
			await createSpace(tx, { ...space, slug, colour: (index % 4) + 1, position: index });
		}
		const { siteName, tagline, defaultLanguage } = body;
		await changeSettings(tx, { siteName, tagline, defaultLanguage, ready: true, setupCodeHash: null }, memberId);
		await audit(tx, { actorId: memberId, action: 'site.set-up', subjectKind: 'site', subjectId: null });
		return memberId;
	});
	forgetSettings(sql);
	return adminId;
}

function sameHash(left: string, right: string): boolean {
	return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}

/** Names as address parts, made distinct by a number, also from those that are taken: an import may have come first. */
function distinctSlugs(names: string[], taken: string[]): string[] {
	const used = new Set(taken);
	return names.map((name, index) => {
		const base =
			name
				.normalize('NFKD')
				.toLowerCase()
				.replace(/[^a-z0-9]+/g, '-')
				.replace(/^-+|-+$/g, '')
				.slice(0, 50) || `space-${index + 1}`;
		let slug = base;
		for (let n = 2; used.has(slug); n++) slug = `${base}-${n}`;
		used.add(slug);
		return slug;
	});
}
