import { describe, expect, test } from 'vitest';
import { edit, goOn, pastedAddress } from '../../web/src/lib/editor/edits.ts';
import type { Command, Edit, Selected } from '../../web/src/lib/editor/edits.ts';
import { dropCopy, isEmpty, newerDraft, readCopy, retryAfter, writeCopy } from '../../web/src/lib/editor/draftCopy.ts';
import { mentionAt } from '../../web/src/lib/editor/mention.ts';
import { imagesAmong } from '../../web/src/lib/editor/tools.ts';

/** A text with its selection between two bars; one bar is the caret. */
function marked(written: string): Selected {
	const [before = '', inside = '', after] = written.split('|');
	if (after === undefined) return { text: before + inside, start: before.length, end: before.length };
	return { text: before + inside + after, start: before.length, end: before.length + inside.length };
}

function shown({ text }: Selected, { from, to, insert, start, end }: Edit): string {
	const whole = text.slice(0, from) + insert + text.slice(to);
	return start === end
		? `${whole.slice(0, start)}|${whole.slice(start)}`
		: `${whole.slice(0, start)}|${whole.slice(start, end)}|${whole.slice(end)}`;
}

const press = (command: Command, written: string) => {
	const selected = marked(written);
	return shown(selected, edit(command, selected, { text: 'words', link: 'target' }));
};

describe('a press of a tool', () => {
	test.each<[Command, string, string]>([
		['bold', 'a |b| c', 'a **|b|** c'],
		['bold', 'a |b | c', 'a **|b|**  c'],
		['bold', 'a **|b|** c', 'a |b| c'],
		['bold', 'a |**b**| c', 'a |b| c'],
		['bold', 'a |', 'a **|words|**'],
		['italic', '|x|', '_|x|_'],
		['code', 'run |npm ci| now', 'run `|npm ci|` now'],
		['code', '|one\ntwo|', '```\n|one\ntwo|\n```'],
		['code', 'see |one\ntwo| end', 'see \n```\n|one\ntwo|\n```\n end'],
		['code', '|```\nx\n```|', '````\n|```\nx\n```|\n````'],
		['link', 'read |this|', 'read [this](|https://|)'],
		['link', 'see |https://a.b/c|', 'see [|target|](https://a.b/c)'],
		['quote', 'one\nt|wo', 'one\n\n> two|'],
		['list', '|one\ntwo|', '|- one\n- two|'],
		['list', '|- one\n- two|', '|one\ntwo|'],
		['list', '|1. one\n2. two|', '|- one\n- two|'],
		['numbered', '|one\ntwo|\nthree', '|1. one\n2. two|\nthree'],
	])('%s: %j becomes %j', (command, before, after) => {
		expect(press(command, before)).toBe(after);
	});
});

describe('Enter', () => {
	const enter = (written: string) => {
		const selected = marked(written);
		const next = goOn(selected);
		return next && shown(selected, next);
	};
	test.each([
		['- one|', '- one\n- |'],
		['  * one|', '  * one\n  * |'],
		['9. nine|', '9. nine\n10. |'],
		['- [x] done|', '- [x] done\n- [ ] |'],
		['> said|', '> said\n> |'],
		['- one\n- |', '- one\n|'],
		['- one| two', '- one\n- | two'],
	])('in %j goes on as %j', (before, after) => {
		expect(enter(before)).toBe(after);
	});
	test.each(['plain|', '-no list|', '|- selected|'])('in %j is left to the browser', (before) => {
		expect(enter(before)).toBeUndefined();
	});
});

test('an address pasted over words makes them a link; over nothing, or over an address, it is plain text', () => {
	const over = (written: string, pasted: string) => {
		const selected = marked(written);
		const found = pastedAddress(selected, pasted);
		return found && shown(selected, found);
	};
	expect(over('see |here| now', ' https://a.b/c\n')).toBe('see [here](https://a.b/c)| now');
	expect(over('see | now', 'https://a.b/c')).toBeUndefined();
	expect(over('|https://x.y|', 'https://a.b/c')).toBeUndefined();
	expect(over('|here|', 'no address')).toBeUndefined();
});

describe('a mention begins', () => {
	const at = (written: string) => mentionAt(written.replace('|', ''), written.indexOf('|'));
	test.each([
		['@|', { from: 0, query: '' }],
		['hi @an|n', { from: 3, query: 'an' }],
		['(@ko.wi-r_y|', { from: 1, query: 'ko.wi-r_y' }],
		['```\nx\n```\n@a|', { from: 10, query: 'a' }],
	])('in %j', (written, found) => {
		expect(at(written)).toEqual(found);
	});
	test.each(['ann@mail|', 'use `@de|', '```\n@dec|', '    @code|', '@two words|', 'none|'])(
		'but not in %j',
		(written) => {
			expect(at(written)).toBeUndefined();
		},
	);
});

test('of pasted files only the images are taken', () => {
	const files = [new File([''], 'a.png', { type: 'image/png' }), new File([''], 'b.pdf', { type: 'application/pdf' })];
	expect(imagesAmong(files).map((file) => file.name)).toEqual(['a.png']);
	expect(imagesAmong(undefined)).toEqual([]);
});

describe('the copy of a draft on the device', () => {
	const storage = () => {
		const kept = new Map<string, string>();
		return {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
			removeItem: (key: string) => void kept.delete(key),
		};
	};

	const place = { kind: 'answer' as const, targetId: 7 };

	test('comes back to the member who wrote it, and to nobody else', () => {
		const device = storage();
		writeCopy(device, place, 5, { sourceText: 'by five' });
		expect(readCopy(device, place, 5)?.content).toEqual({ sourceText: 'by five' });
		expect(readCopy(device, place, 6)).toBeUndefined();
		expect(readCopy(device, place, null)).toBeUndefined();
		expect(readCopy(device, { ...place, targetId: 8 }, 5)).toBeUndefined();
	});

	test('of a visitor comes along when they sign in, and goes with it when it is dropped', () => {
		const device = storage();
		writeCopy(device, place, null, { sourceText: 'by nobody' });
		expect(readCopy(device, place, 5)?.content).toEqual({ sourceText: 'by nobody' });
		dropCopy(device, place, 5);
		expect(readCopy(device, place, null)).toBeUndefined();
	});

	test('does no harm when it is broken, empty or refused', () => {
		expect(readCopy({ getItem: () => '{not json' }, place, 1)).toBeUndefined();
		const device = storage();
		writeCopy(device, place, 1, { sourceText: '  ' });
		expect(readCopy(device, place, 1)).toBeUndefined();
		const full = {
			setItem: () => {
				throw new Error('full');
			},
		};
		expect(writeCopy(full, place, 1, { sourceText: 'text' })).toBe(false);
	});

	test('wins over the server’s only where it is newer', () => {
		const kept = {
			kind: 'answer' as const,
			targetId: 1,
			content: { sourceText: 'server' },
			updatedAt: '2026-03-01T10:00:00Z',
		};
		const copy = (at: string) => ({ content: { sourceText: 'device' }, at });
		expect(newerDraft(copy('2026-03-01T10:00:01Z'), kept)).toMatchObject({ fromDevice: true });
		expect(newerDraft(copy('2026-03-01T09:59:59Z'), kept)).toMatchObject({
			fromDevice: false,
			content: { sourceText: 'server' },
		});
		expect(newerDraft(undefined, { ...kept, content: {} })).toBeUndefined();
		expect(newerDraft(undefined, null)).toBeUndefined();
	});

	test('is empty when only product and kind were chosen, never as an edit: its text may have been taken out', () => {
		expect(isEmpty({ spaceId: 3, kind: 'question' })).toBe(true);
		expect(isEmpty({ version: 7, sourceText: '' })).toBe(false);
	});

	test('is sent again after 3 s, then ever more rarely', () => {
		expect([0, 1, 2, 9].map(retryAfter)).toEqual([3, 6, 12, 60]);
	});
});
