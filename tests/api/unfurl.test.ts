import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { editPost } from '@ikatan/contracts/editing';
import { acceptAnswer } from '@ikatan/contracts/solving';
import { readThread, readPosts } from '@ikatan/contracts/threads';
import { changeSettings, forgetSettings, loadSettings } from '../../api/src/modules/settings/index.ts';
import { rerenderStale } from '../../api/src/modules/threads/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';
import { standIn, type OutsidePage, type StoodIn } from '../support/outside.ts';

const day = 24 * 60 * 60 * 1000;
const url = 'https://docs.example/receipts';
const page = '<title>Printing receipts</title><meta property="og:description" content="All about paper.">';

async function allow(app: TestApp, unfurlHosts: string[]): Promise<void> {
	await inTransaction(app.sql, (tx) => changeSettings(tx, { unfurlHosts }, null));
	forgetSettings(app.sql);
}

async function withNetwork(app: TestApp, pages: Record<string, OutsidePage>, act: (network: StoodIn) => Promise<void>) {
	const network = await standIn(pages);
	const before = app.deps.outside;
	app.deps.outside = network;
	try {
		await act(network);
	} finally {
		app.deps.outside = before;
		await network.close();
	}
}

const opening = async (app: TestApp, threadId: number, as?: Caller) =>
	(await app.call(readThread, { as, params: { threadId } })).value.opening;

describe('the setting', () => {
	test('names no host at first, and takes host names only', async ({ app }) => {
		expect((await loadSettings(app.sql)).unfurlHosts).toEqual([]);
		for (const wrong of [
			'https://docs.example',
			'docs.example/a',
			'127.0.0.1',
			'localhost',
			'*.example',
			'docs.example:80',
			'',
		]) {
			await expect(
				inTransaction(app.sql, (tx) => changeSettings(tx, { unfurlHosts: [wrong] }, null)),
			).rejects.toThrow();
		}
		await allow(app, [' Docs.Example ']);
		expect((await loadSettings(app.sql)).unfurlHosts).toEqual(['docs.example']);
		await allow(app, []);
	});
});

describe('a bare link', () => {
	test('to an allowed host gets a card, without a revision or a mark of an edit', async ({ app }) => {
		await allow(app, ['docs.example']);
		const [asker, somewhere] = [await member(app), await space(app)];
		const asked = await thread(app, asker, { spaceId: somewhere.id, sourceText: `Is this right?\n\n${url}` });
		const before = (await app.call(readThread, { params: { threadId: asked.id } })).value;
		expect(before.opening.html).not.toContain('unfurl');
		await withNetwork(app, { 'docs.example/receipts': page }, async (network) => {
			await app.settle();
			expect(network.asked).toEqual(['docs.example/receipts']);
			const after = (await app.call(readThread, { params: { threadId: asked.id } })).value;
			expect(after.opening.html).toContain(
				'>Printing receipts</a><span>All about paper.</span><small>docs.example</small></div>',
			);
			expect(after.opening).toMatchObject({
				version: before.opening.version,
				revisions: 1,
				editedAt: null,
				editedBy: null,
			});
			expect(after.thread.version).toBeGreaterThan(before.thread.version);

			// Whoever writes the same link within a week gets the card at once, and nobody asks again.
			const reply = await answer(app, await member(app), asked.id, url);
			const shown = await app.call(readPosts, { params: { threadId: asked.id }, query: { ids: String(reply.id) } });
			expect(shown.value.posts[0]?.html).toContain('Printing receipts');
			await app.settle();
			expect(network.asked).toHaveLength(1);
			app.clock.pass(8 * day);
			await answer(app, await member(app), asked.id, url);
			await app.settle();
			expect(network.asked).toHaveLength(2);
		});
	});

	test('to any other host stays a link, and nobody is asked', async ({ app }) => {
		await allow(app, ['docs.example']);
		const [asker, somewhere] = [await member(app), await space(app)];
		const sources = ['https://other.example/a', 'https://sub.docs.example/a', `See ${url}b`, 'http://127.0.0.1/a'];
		await withNetwork(app, {}, async (network) => {
			for (const sourceText of sources) {
				const asked = await thread(app, asker, { spaceId: somewhere.id, sourceText });
				await app.settle();
				expect((await opening(app, asked.id)).html).not.toContain('unfurl');
			}
			expect(network.asked).toEqual([]);
		});
	});

	test('whose page does not answer stays a link, and is not asked again the same week', async ({ app }) => {
		await allow(app, ['www.docs.example']);
		const [asker, somewhere] = [await member(app), await space(app)];
		await withNetwork(app, {}, async (network) => {
			for (let times = 0; times < 2; times++) {
				const asked = await thread(app, asker, { spaceId: somewhere.id, sourceText: `${url}/gone` });
				await app.settle();
				expect((await opening(app, asked.id)).html).toBe(
					`<p dir="auto"><a href="${url}/gone" rel="nofollow ugc noopener">${url}/gone</a></p>\n`,
				);
			}
			expect(network.asked).toEqual(['docs.example/receipts/gone']);
		});
	});

	test('keeps its card through a new rendering, and loses it with an edit', async ({ app }) => {
		await allow(app, ['docs.example']);
		const [asker, somewhere] = [await member(app), await space(app)];
		const asked = await thread(app, asker, { spaceId: somewhere.id, sourceText: `${url}?2` });
		await withNetwork(app, { 'docs.example/receipts?2': page }, () => app.settle());
		await app.sql`update posts set html_version = 0, html = '' where id = ${asked.postId}`;
		await rerenderStale(app.deps);
		const { html, version } = await opening(app, asked.id);
		expect(html).toContain('Printing receipts');
		await app.call(editPost, {
			as: asker,
			params: { postId: asked.postId },
			body: { requestKey: randomUUID(), version, sourceText: 'No link any more.' },
		});
		expect((await opening(app, asked.id)).html).not.toContain('unfurl');
	});
});

describe('a bare link to a thread of this community', () => {
	test('shows its title and whether it is solved, as they are when it is read', async ({ app }) => {
		const [asker, somewhere] = [await member(app), await space(app)];
		const target = await thread(app, asker, { spaceId: somewhere.id, title: 'Why is the <b>paper</b> blue?' });
		const asked = await thread(app, asker, {
			spaceId: somewhere.id,
			sourceText: `http://localhost:3000/threads/${target.id}`,
		});
		expect((await opening(app, asked.id)).html).toContain(
			`<a href="/threads/${target.id}">Why is the &lt;b&gt;paper&lt;/b&gt; blue?</a><small>In this community</small>`,
		);
		const reply = await answer(app, await member(app), target.id);
		await app.call(acceptAnswer, { as: asker, params: { postId: reply.id }, body: { accepted: true } });
		expect((await opening(app, asked.id)).html).toContain('<small>✓ solved</small>');
		const indonesian = await app.call(readThread, {
			params: { threadId: asked.id },
			headers: { 'accept-language': 'id' },
		});
		expect(indonesian.value.opening.html).toContain('<small>✓ selesai</small>');
	});

	test('says nothing of a thread that the reader may not read', async ({ app }) => {
		const asker = await member(app);
		const [open, closed] = [await space(app), await space(app, { kind: 'members' })];
		const hidden = await thread(app, asker, { spaceId: closed.id, title: 'A secret matter' });
		const asked = await thread(app, asker, {
			spaceId: open.id,
			sourceText: `http://localhost:3000/threads/${hidden.id}`,
		});
		expect((await opening(app, asked.id, asker)).html).toContain('A secret matter');
		expect((await opening(app, asked.id)).html).not.toContain('A secret matter');
	});
});
