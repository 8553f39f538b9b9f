import { describe, expect, test } from 'vitest';
import type { AuditLine } from '@ikatan/contracts/audit';
import type { QueueItemPage, QueueRow } from '@ikatan/contracts/moderation';
import { queueAction, queueAddress } from '../../web/src/lib/moderation/address.ts';
import { isPrepared, likeliestLanguage, likeliestRule, preparedReason } from '../../web/src/lib/moderation/prepared.ts';
import type { Prepared } from '../../web/src/lib/moderation/prepared.ts';
import { neighbour, withFresh, withWaiting } from '../../web/src/lib/moderation/rows.ts';
import { actionLabel, sentenceOf } from '../../web/src/lib/moderation/server/log.ts';

const row = (id: number, facts: Partial<QueueRow> = {}) =>
	({ id, weight: 0, claimedBy: null, decision: null, causes: [], ...facts }) as QueueRow;
const ids = (rows: QueueRow[]) => rows.map(({ id }) => id);
const theirs = { id: 9, name: 'Ayu', mine: false };

describe('the list of the queue, when others have changed it', () => {
	test('keeps its order and takes over new facts', () => {
		const caught = withFresh({ shown: [row(1), row(2)], waiting: [] }, [row(2, { claimedBy: theirs }), row(1)], [2], 1);
		expect(ids(caught.shown)).toEqual([1, 2]);
		expect(caught.shown[1]?.claimedBy?.name).toBe('Ayu');
	});

	test('lets go what was decided, but for the item that is open', () => {
		const shown = [row(1), row(2), row(3)];
		expect(ids(withFresh({ shown, waiting: [] }, [row(3)], [1, 2], 1).shown)).toEqual([1, 3]);
	});

	test('does not show what is new before somebody asks for it', () => {
		const caught = withFresh({ shown: [row(1), row(2)], waiting: [] }, [row(7), row(1), row(2), row(8)], [7, 8], 1);
		expect(ids(caught.shown)).toEqual([1, 2]);
		expect(ids(caught.waiting)).toEqual([7, 8]);
		expect(ids(withFresh(caught, [row(7), row(1), row(2), row(8)], [1], 1).waiting)).toEqual([7, 8]);
	});

	test('moves up at its end what stood on the next page', () => {
		const caught = withFresh({ shown: [row(1), row(2)], waiting: [] }, [row(2), row(5)], [1], null);
		expect(ids(caught.shown)).toEqual([2, 5]);
		expect(caught.waiting).toEqual([]);
	});

	test('puts what waited where the server has it: heaviest first, then oldest', () => {
		const shown = [row(4, { weight: 5 }), row(6)];
		expect(ids(withWaiting({ shown, waiting: [row(3), row(8, { weight: 7 })] }))).toEqual([8, 4, 3, 6]);
	});
});

describe('what opens after a decision', () => {
	test('is the following item that nobody else has open', () => {
		expect(neighbour([row(1), row(2, { claimedBy: theirs }), row(3)], 1)).toBe(3);
	});

	test('is the one before at the end of the list, and nothing when no other is left', () => {
		expect(neighbour([row(1), row(2), row(3)], 3)).toBe(2);
		expect(neighbour([row(3)], 3)).toBeUndefined();
	});
});

const why = { spam: 'S.', rude: 'R.', 'off-topic': 'O.', 'private-data': 'P.', 'needs-staff': 'N.', other: 'X.' };
const english: Prepared = { code: 'en', name: 'English', done: { hide: 'We hid it.', delete: 'We deleted it.' }, why };
const indonesian: Prepared = { ...english, code: 'id', name: 'Indonesia', done: { hide: 'Disembunyikan.' } };

describe('prepared words', () => {
	test('say what was done and why, and nothing where a post is kept', () => {
		expect(preparedReason(english, 'hide', 'rude')).toBe('We hid it. R.');
		expect(preparedReason(english, 'keep', 'rude')).toBe('');
	});

	test('give way to what a moderator wrote', () => {
		expect(isPrepared([english, indonesian], ' Disembunyikan. S. ')).toBe(true);
		expect(isPrepared([english], 'We hid it. R. Please write again.')).toBe(false);
	});

	test('follow the reason that was reported with the most weight', () => {
		const reports = [
			{ reason: 'spam', weight: 2 },
			{ reason: 'rude', weight: 1.5 },
			{ reason: 'rude', weight: 1 },
		] as QueueItemPage['reports'];
		expect(likeliestRule({ item: row(1), reports })).toBe('rude');
		expect(likeliestRule({ item: row(1, { causes: ['first-post'] }), reports: [] })).toBe('spam');
	});

	test('come in the language that the author seems to write', () => {
		expect(likeliestLanguage([english, indonesian], 'Ini tidak bisa dipakai untuk yang lain.')).toBe('id');
		expect(likeliestLanguage([indonesian, english], 'This is not the place for that.')).toBe('en');
		expect(likeliestLanguage([indonesian, english], '12345')).toBe('id');
	});
});

test('addresses of the queue keep its view and leave out what is usual', () => {
	expect(queueAddress({ view: 'open' })).toBe('/moderation');
	expect(queueAddress({ view: 'mine', cause: 'reported', space: 'kasir' }, 7)).toBe(
		'/moderation/7?view=mine&cause=reported&space=kasir',
	);
	expect(queueAction('decide', { view: 'mine' }, 7)).toBe('/moderation/7?/decide&view=mine');
});

const line = (facts: Partial<AuditLine>): AuditLine => ({
	id: 1,
	at: '2026-01-01T00:00:00Z',
	actor: null,
	action: 'thread.lock',
	subjectKind: 'thread',
	subjectId: 4,
	subjectPath: null,
	subjectTitle: 'A till that beeps',
	details: {},
	...facts,
});

const reader = { language: 'en', timeZone: 'Asia/Jakarta' };

describe('a line of the audit log', () => {
	test('is a sentence of its own action', () => {
		expect(sentenceOf(line({}), reader)).toMatchObject({
			key: 'audit.thread.lock',
			params: { name: 'The product', what: 'A till that beeps' },
		});
	});

	test('keeps the name of an action that nobody has put into words', () => {
		const { key, params } = sentenceOf(line({ action: 'thread.turned', subjectTitle: null }), reader);
		expect([key, params.action, params.what]).toEqual(['audit.line.other', 'thread.turned', 'thread 4']);
	});

	test('tells of before and after only what differs, and no numbers of rows', () => {
		const details = { deedId: 3, from: { locked: false, title: 'A' }, to: { locked: true, title: 'A' }, rule: 'spam' };
		expect(sentenceOf(line({ details }), reader).facts).toEqual([
			{ label: 'locked', value: 'false → true' },
			{ label: 'Rule', value: 'Advertising' },
		]);
	});

	test('does not say again what its sentence says: states, and why a thread was closed', () => {
		const closed = {
			from: { closedAt: null },
			to: { closedAt: '2026-01-01T00:00:00.000Z', closedReason: 'Done' },
			reason: 'Done',
		};
		expect(sentenceOf(line({ action: 'thread.close', details: closed }), reader).facts).toEqual([
			{ label: 'Reason', value: 'Done' },
		]);
	});

	test('says roles and moments as people do, in the reader’s days', () => {
		const role = { from: 'member', to: 'champion' };
		expect(sentenceOf(line({ action: 'member.role-changed', details: role }), reader).facts).toEqual([
			{ label: 'After', value: 'Member → Champion' },
		]);
		const silenced = { from: 'active', to: 'silenced', until: '2026-01-01T20:30:00.000Z' };
		expect(sentenceOf(line({ action: 'member.state-changed', details: silenced }), reader).facts).toEqual([
			{ label: 'Until', value: 'January 2, 2026 at 3:30 AM' },
		]);
	});

	test('is chosen by its verb', () => {
		expect(actionLabel('thread', 'en')).toBe('Threads: everything');
		expect(actionLabel('thread.lock', 'en')).toBe('Threads: locked …');
		expect(actionLabel('thread.turned', 'en')).toBe('Threads: thread.turned');
	});
});
