import { describe, expect } from 'vitest';
import { z } from 'zod';
import { readSite } from '@ikatan/contracts/settings';
import {
	changeCommunitySettings,
	changeMailSettings,
	changeModerationSettings,
	changeQuestionSettings,
	changeReputationSettings,
	changeWordSettings,
	readCommunitySettings,
	readMailSettings,
	readModerationSettings,
	readQuestionSettings,
	readReputationSettings,
	readWordSettings,
	settingsSections,
	tryWatchedWords,
	undoSettings,
} from '@ikatan/contracts/site-settings';
import { castVote } from '@ikatan/contracts/votes';
import { defaultSettings } from '../../api/src/modules/settings/index.ts';
import { admin } from '../support/admin.ts';
import { openApp, test, type TestApp } from '../support/app.ts';
import { answer, member, space, thread } from '../support/builders.ts';

const actions = async (app: TestApp, section: string) =>
	(
		await app.sql<{ action: string }[]>`
			select action from audit_log where subject_kind = 'settings' and details ->> 'section' = ${section} order by id`
	).map(({ action }) => action);

describe('settings', () => {
	test('belong to one page each, but for what has a page of its own or is nobody’s to set', () => {
		const reached = Object.values(settingsSections).flatMap((section) => Object.keys(section.shape));
		expect(new Set(reached).size).toBe(reached.length);
		const others = ['ready', 'setupCodeHash', 'brand', 'homeBlocks', 'homeText'];
		expect([...reached, ...others].sort()).toEqual(Object.keys(defaultSettings).sort());
		for (const section of Object.values(settingsSections))
			expect(section.safeParse(defaultSettings).success).toBe(true);
	});

	test('are read with their defaults, and without what is secret', async ({ app }) => {
		const as = await admin(app);
		const reads = [
			readCommunitySettings,
			readQuestionSettings,
			readReputationSettings,
			readModerationSettings,
			readWordSettings,
			readMailSettings,
		];
		for (const read of reads) {
			const { status, value } = await app.call(read, { as });
			expect(status).toBe(200);
			expect(Object.keys(value.values)).toEqual(Object.keys(value.defaults));
			expect(JSON.stringify(value)).not.toMatch(/setupCodeHash|ready/);
		}
		const { value } = await app.call(readQuestionSettings, { as });
		expect(value).toMatchObject({
			values: { acceptForAskerAfterDays: 7 },
			defaults: { acceptReminderDays: [3, 7, 30] },
		});
	});

	test('change what is sent, count at once, and are kept with who did it', async ({ app }) => {
		const as = await admin(app);
		const body = { siteName: 'Lapakarsa', defaultTimeZone: 'Asia/Jakarta' };
		expect((await app.call(changeCommunitySettings, { as, body })).status).toBe(204);
		expect((await app.call(readSite)).value).toMatchObject({ name: 'Lapakarsa', timeZone: 'Asia/Jakarta' });
		const { lines, values } = (await app.call(readCommunitySettings, { as })).value;
		expect(values).toMatchObject({ ...body, signUp: 'open' });
		expect(lines).toMatchObject([
			{
				undo: false,
				by: expect.any(String) as string,
				changes: [
					{ setting: 'siteName', from: 'Ikatan', to: 'Lapakarsa' },
					{ setting: 'defaultTimeZone', from: 'UTC', to: 'Asia/Jakarta' },
				],
			},
		]);
		expect((await app.call(changeCommunitySettings, { as, body })).status).toBe(204);
		expect(await actions(app, 'community')).toEqual(['settings.changed']);
	});

	test('are the same in another process within two seconds', async ({ app, database }) => {
		const as = await admin(app);
		const other = await openApp(database, { MEILI_URL: '' });
		try {
			await other.call(readSite);
			await app.call(changeCommunitySettings, { as, body: { tagline: 'Ask, answer, stay' } });
			await expect
				.poll(async () => (await other.call(readSite)).value.tagline, { timeout: 3000 })
				.toBe('Ask, answer, stay');
		} finally {
			await other.close();
		}
	});

	test('follow the default again once they are set back to it', async ({ app }) => {
		const as = await admin(app);
		const stored = () => app.sql`select from settings where key = 'restoreWithinDays'`;
		await app.call(changeQuestionSettings, { as, body: { restoreWithinDays: 60 } });
		expect(await stored()).toHaveLength(1);
		await app.call(changeQuestionSettings, { as, body: { restoreWithinDays: 30 } });
		expect(await stored()).toHaveLength(0);
	});

	test('refuse what is out of bounds or unknown, field by field, and change nothing', async ({ app }) => {
		const as = await admin(app);
		const before = await actions(app, 'reputation');
		const points = { ...defaultSettings.points, downvoted: 100_000, gaveDownvote: 0.5 };
		const nested = await app.call(changeReputationSettings, { as, body: { points } });
		expect(nested.status).toBe(422);
		expect(nested.error.fields).toMatchObject({ 'points.downvoted': 'too-long', 'points.gaveDownvote': 'bad-value' });
		expect(await actions(app, 'reputation')).toEqual(before);

		const community = (body: object) => app.call(changeCommunitySettings, { as, body });
		const fieldsOf = async (body: object) => (await community(body)).error.fields;
		expect(await fieldsOf({ siteName: '  ' })).toEqual({ siteName: 'required' });
		expect(await fieldsOf({ siteName: 'x'.repeat(81) })).toEqual({ siteName: 'too-long' });
		expect(await fieldsOf({ defaultLanguage: 'xx' })).toEqual({ defaultLanguage: 'bad-value' });
		expect(await fieldsOf({ defaultTimeZone: 'Mars/Base' })).toEqual({ defaultTimeZone: 'bad-value' });
		expect(await fieldsOf({ signUp: 'domain' })).toEqual({ signUpDomains: 'required' });
		expect(await fieldsOf({ signUp: 'nobody' })).toEqual({ signUp: 'bad-value' });
		expect(await fieldsOf({ signUpDomains: ['https://x'] })).toEqual({ signUpDomains: 'bad-format' });
		const questions = await app.call(changeQuestionSettings, { as, body: { acceptReminderDays: [0] } });
		expect(questions.error.fields).toMatchObject({ acceptReminderDays: expect.any(String) as string });
		const mail = await app.call(changeMailSettings, { as, body: { mailWaitSeconds: 1e9 } });
		expect(mail.error.fields).toEqual({ mailWaitSeconds: 'too-long' });
		const settings = { setupCodeHash: 'x', ready: false } as object;
		expect((await community(settings)).status).toBe(204);
		expect(await app.sql`select from settings where key in ('setupCodeHash', 'ready')`).toHaveLength(0);
	});

	test('tell an admin whose page is older than somebody else’s change', async ({ app }) => {
		const [as, other] = [await admin(app), await admin(app)];
		const { lines } = (await app.call(readModerationSettings, { as })).value;
		const seen = lines[0]?.id ?? 0;
		await app.call(changeModerationSettings, { as: other, body: { holdFirstPosts: 2 } });
		const newest = (await app.call(readModerationSettings, { as })).value.lines[0]!.id;
		const late = await app.call(changeModerationSettings, { as, body: { holdFirstPosts: 5, seen: newest - 1 } });
		expect([late.status, late.error.code]).toEqual([409, 'conflict']);
		expect(newest).toBeGreaterThan(seen);
		expect((await app.call(changeModerationSettings, { as, body: { holdFirstPosts: 0, seen: newest } })).status).toBe(
			204,
		);
	});

	test('are put in order: days rise, nothing stands twice', async ({ app }) => {
		const as = await admin(app);
		await app.call(changeQuestionSettings, { as, body: { acceptReminderDays: [14, 2, 14] } });
		expect((await app.call(readQuestionSettings, { as })).value.values.acceptReminderDays).toEqual([2, 14]);
		await app.call(changeMailSettings, { as, body: { unfurlHosts: ['A.example.com', 'a.example.com'] } });
		expect((await app.call(readMailSettings, { as })).value.values.unfurlHosts).toEqual(['a.example.com']);
	});

	test('change what they are about: points as they are given from then on', async ({ app }) => {
		const as = await admin(app);
		const [author, voter] = [await member(app), await member(app)];
		const asked = await thread(app, await member(app), { spaceId: (await space(app)).id });
		const { id: postId } = await answer(app, author, asked.id);
		await app.call(changeReputationSettings, {
			as,
			body: { points: { ...defaultSettings.points, answerUpvoted: 37 } },
		});
		await app.call(castVote, { as: voter, params: { postId }, body: { value: 1 } });
		await app.settle();
		const [row] = await app.sql<{ reputation: number }[]>`select reputation from members where id = ${author.id}`;
		expect(row?.reputation).toBe(37);
	});
});

describe('the last change of a page', () => {
	test('is taken back, and that again', async ({ app }) => {
		const as = await admin(app);
		const read = async () => (await app.call(readQuestionSettings, { as })).value;
		const before = (await read()).values;
		await app.call(changeQuestionSettings, { as, body: { ideaVoteBudget: 3, newTagTrustLevel: 2 } });
		const undo = async () => app.call(undoSettings, { as, body: { lineId: (await read()).lines[0]!.id } });
		expect((await undo()).status).toBe(204);
		expect((await read()).values).toEqual(before);
		expect((await read()).lines[0]).toMatchObject({ undo: true });
		expect((await undo()).status).toBe(204);
		expect((await read()).values).toMatchObject({ ideaVoteBudget: 3, newTagTrustLevel: 2 });
		expect((await actions(app, 'questions')).slice(-3)).toEqual([
			'settings.changed',
			'settings.undone',
			'settings.undone',
		]);
	});

	test('is the only one that can be, and only of settings', async ({ app }) => {
		const as = await admin(app);
		await app.call(changeMailSettings, { as, body: { mailWaitSeconds: 60 } });
		const [first] = (await app.call(readMailSettings, { as })).value.lines;
		await app.call(changeMailSettings, { as, body: { mailWaitSeconds: 120 } });
		const late = await app.call(undoSettings, { as, body: { lineId: first!.id } });
		expect([late.status, late.error.code]).toEqual([409, 'nothing-to-undo']);
		expect((await app.call(undoSettings, { as, body: { lineId: 999_999_999 } })).status).toBe(404);
		const [other] = await app.sql<{ id: number }[]>`
			insert into audit_log (action, subject_kind) values ('group.made', 'group') returning id`;
		expect((await app.call(undoSettings, { as, body: { lineId: other!.id } })).status).toBe(404);
	});
});

describe('watched words', () => {
	test('are tried before they are saved, and then hold', async ({ app }) => {
		const as = await admin(app);
		const watchedWords = [
			{ pattern: 'casino*', action: 'refuse' as const },
			{ pattern: 'gift card', action: 'hold' as const },
		];
		const text = 'Best CASINOS, with a gift card for you';
		const tried = await app.call(tryWatchedWords, { as, body: { text, watchedWords } });
		expect(tried.value.hits).toEqual([
			{ pattern: 'casino*', action: 'refuse', words: 'CASINOS' },
			{ pattern: 'gift card', action: 'hold', words: 'gift card' },
		]);
		expect((await app.call(tryWatchedWords, { as, body: { text } })).value.hits).toEqual([]);
		await app.call(changeWordSettings, { as, body: { watchedWords } });
		expect((await app.call(tryWatchedWords, { as, body: { text } })).value.hits).toHaveLength(2);
		const { lines } = (await app.call(readWordSettings, { as })).value;
		expect(lines[0]?.changes).toEqual([
			{ setting: 'watchedWords', from: '', to: 'casino* (refuse), gift card (hold)' },
		]);
	});

	test('are refused where they would be any word at all', async ({ app }) => {
		const as = await admin(app);
		for (const pattern of ['*', '-', 'x', 'y'.repeat(101)]) {
			const { status } = await app.call(changeWordSettings, {
				as,
				body: { watchedWords: [{ pattern, action: 'flag' }] },
			});
			expect({ pattern, status }).toEqual({ pattern, status: 422 });
		}
	});
});

test('the bounds of a page can be told to who fills it in', () => {
	const schema = z.toJSONSchema(settingsSections.questions, { io: 'input' });
	expect(schema.properties?.ideaVoteBudget).toMatchObject({ type: 'integer', minimum: 1, maximum: 1000 });
});
