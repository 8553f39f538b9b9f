import { describe, expect, test } from 'vitest';
import { handleFrom } from '../../api/src/modules/accounts/accounts.import.ts';
import { keptForms } from '../../api/src/modules/transfer/address.ts';
import { IdSet } from '../../api/src/modules/transfer/id-set.ts';
import type { HistoryRecord } from '../../api/src/modules/transfer/records.ts';
import { lockedSince, revisionsOf } from '../../api/src/modules/transfer/revisions.ts';
import { bodyToMarkdown, commentToMarkdown } from '../../api/src/modules/transfer/stackexchange/markdown.ts';
import { htmlToPlainText } from '../../api/src/modules/transfer/stackexchange/plain-text.ts';
import { readTags, readTime } from '../../api/src/modules/transfer/stackexchange/records.ts';
import { spaceSlug } from '../../api/src/modules/transfer/stackexchange/site.ts';
import { closeReason } from '../../api/src/modules/transfer/stackexchange/vocabulary.ts';
import { Tally } from '../../api/src/modules/transfer/tally.ts';
import { renderMarkdown } from '../../api/src/platform/richtext/render.ts';

describe('times', () => {
	test('are UTC, though the dump does not say so', () => {
		expect(readTime('2014-01-21T20:26:05.383')).toBe('2014-01-21T20:26:05.383Z');
		expect(readTime('2014-01-21')).toBe('2014-01-21T00:00:00Z');
	});

	test.each(['', 'unknown', '2014-13-01T00:00:00.000', '2015-02-29T00:00:00.000', undefined])('%s is none', (text) => {
		expect(readTime(text)).toBeNull();
	});
});

describe('tags', () => {
	test('are read from the older and the newer dumps alike, each once', () => {
		expect(readTags('<a><b-c><a>')).toEqual(['a', 'b-c']);
		expect(readTags('|a|b-c|')).toEqual(['a', 'b-c']);
		expect(readTags(undefined)).toEqual([]);
	});

	test('that begin with a dot are spelt out', () => {
		expect(readTags('<.net><c++><c#>')).toEqual(['dot-net', 'c++', 'c#']);
	});
});

describe('handles', () => {
	test.each([
		['Rina Wijaya', 'rina-wijaya'],
		['Christian Gärtner', 'christian-gartner'],
		['  --_x_--  ', ''],
		['Бека', ''],
		['Þór99', 'or99'],
		['A very long name that does not end', 'a-very-long-name-tha'],
	])('%s becomes %s', (name, handle) => {
		expect(handleFrom(name)).toBe(handle);
	});
});

describe('bodies as they were typed', () => {
	test('get the space that a heading needs today, but not in code', () => {
		expect(bodyToMarkdown('#Title\r\n> ##quoted\r\n\r\n    #code\r\n\r\n```\n#code\n```\n#5 is more')).toBe(
			'# Title\n> ## quoted\n\n    #code\n\n```\n#code\n```\n# 5 is more',
		);
	});

	test('name the language of their code in the fence', () => {
		const typed = 'So:\n\n<!-- language: lang-py -->\n\n    a = 1\n\n    b\n\nand\n\n    plain';
		expect(bodyToMarkdown(typed)).toBe('So:\n\n```py\na = 1\n\nb\n```\n\n\nand\n\n    plain');
	});

	test('name one language for all code where they said so once', () => {
		const typed = '<!-- language-all: lang-js -->\n\nOne\n\n    let a;\n\ntwo\n\n    let b;';
		expect(bodyToMarkdown(typed).match(/```js/g)).toHaveLength(2);
	});

	test('link their tags', () => {
		expect(bodyToMarkdown('see [tag:c++]')).toBe('see [c++](/tagged/c%2B%2B)');
	});
});

describe('comments as they were typed', () => {
	test.each([
		['# no heading', '<p dir="auto"># no heading</p>'],
		['1. no list', '<p dir="auto">1. no list</p>'],
		['- no list', '<p dir="auto">- no list</p>'],
		['> no quote', '<p dir="auto">&gt; no quote</p>'],
		['so\n---', '<p dir="auto">so\n---</p>'],
		['a <b>tag</b>', '<p dir="auto">a &lt;b&gt;tag&lt;/b&gt;</p>'],
		['`<b>` and *so*', '<p dir="auto"><code>&lt;b&gt;</code> and <em>so</em></p>'],
		['no ![image](https://a.example/b.png)', /^<p dir="auto">no !<a href="https:\/\/a\.example\/b\.png"/],
	])('%j shows emphasis, code and links only', async (typed, html) => {
		const { html: made } = await renderMarkdown(commentToMarkdown(typed), { knownHandles: new Set() });
		expect(made.trim()).toMatch(
			html instanceof RegExp ? html : new RegExp(`^${html.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`),
		);
	});
});

test('a bio keeps its words, lines and addresses', () => {
	const html =
		'<p>I boil <b>water</b> &amp; write <a href="https://tea.example/log" rel="nofollow">a log</a>.</p>\n\n<p>Two<br>lines &mdash; caf&eacute; &#9731;</p>';
	expect(htmlToPlainText(html)).toBe('I boil water & write a log (https://tea.example/log).\n\nTwo\nlines — café ☃');
});

describe('revisions', () => {
	const writer = { memberSourceId: '1', name: null };
	const record = (part: HistoryRecord['part'], group: string, text: string, comment = ''): HistoryRecord => ({
		sourceId: '1',
		postSourceId: '1',
		part,
		group,
		at: `2020-01-01T00:00:0${group[0]}Z`,
		writer,
		comment,
		text,
	});
	const read = { markdown: (text: string) => text.toUpperCase(), tags: readTags };

	test('join what one edit changed, and carry on what it left alone', () => {
		const first = '1'.repeat(36);
		const history = [
			record('body', first, 'one'),
			record('title', first, 'Title'),
			record('tags', first, '<a>'),
			record('body', '2', 'two', 'better'),
			record('closed', '3', ''),
			record('tags', '4', '<a><b>', 'retagged'),
			record('body', '5', 'one', `Rollback to [${first}]`),
		];
		const found = revisionsOf(history, read);
		expect(found.map(({ title, tags, markdown }) => [title, tags, markdown])).toEqual([
			['Title', ['a'], 'ONE'],
			['Title', ['a'], 'TWO'],
			['Title', ['a', 'b'], 'TWO'],
			['Title', ['a', 'b'], 'ONE'],
		]);
		expect(found.map(({ reason, rollbackOf, createdAt }) => [reason, rollbackOf, createdAt.slice(-3)])).toEqual([
			['', null, '01Z'],
			['better', null, '02Z'],
			['retagged', null, '04Z'],
			['', 1, '05Z'],
		]);
	});

	test('are none without a text of the body', () => {
		expect(revisionsOf([record('title', '1', 'Title')], read)).toEqual([]);
	});

	test('a thread is locked since the last lock, unless it was unlocked', () => {
		expect(lockedSince([record('locked', '1', ''), record('unlocked', '2', ''), record('locked', '3', '')])).toBe(
			'2020-01-01T00:00:03Z',
		);
		expect(lockedSince([record('locked', '1', ''), record('unlocked', '2', '')])).toBeNull();
	});
});

describe('old addresses', () => {
	test.each([
		['/questions/12', ['/questions/12']],
		['/questions/12/some-title', ['/questions/12/some-title', '/questions/12']],
		['/questions/12/some-title/34#34', ['/a/34', '/questions/12/some-title/34', '/questions/12']],
		['/questions/12/some-title#34', ['/a/34', '/questions/12/some-title', '/questions/12']],
		['/q/12/7', ['/q/12/7', '/questions/12']],
		['/a/34/7?x=1', ['/a/34/7', '/a/34']],
		['/users/-1/community', ['/users/-1/community', '/users/-1']],
		['/tags/hops/info', ['/tags/hops/info', '/tags/hops']],
		['/', ['/']],
	])('%s is looked for in all its forms', (address, forms) => {
		expect(keptForms(address)).toEqual(forms);
	});
});

describe('a site', () => {
	test.each([
		['beer.stackexchange.com', 'beer'],
		['conlang.meta.stackexchange.com', 'conlang-meta'],
		['stackoverflow.com', 'stackoverflow'],
		['teko.example.com', 'teko-example'],
	])('%s gives the space %s', (host, slug) => {
		expect(spaceSlug({ key: host, host })).toBe(slug);
	});

	test('that nobody knows gives a space named for the folder', () => {
		expect(spaceSlug({ key: 'my dump (2020)', host: null })).toBe('my-dump-2020');
		expect(spaceSlug({ key: '…', host: null })).toBe('imported');
	});
});

test('closing reasons are read in both generations, and left open where none is told', () => {
	expect(['101', '1', '4', '105', '', undefined].map(closeReason)).toEqual([
		'duplicate',
		'duplicate',
		'unclear',
		'opinion_based',
		null,
		null,
	]);
});

test('a set of ids knows each number once, also negative and very large ones', () => {
	const set = new IdSet();
	const ids = ['-1', '0', '1', '65535', '65536', '9007199254740991'];
	expect(ids.map((id) => set.add(id))).toEqual(ids.map(() => true));
	expect(ids.map((id) => set.add(id))).toEqual(ids.map(() => false));
	expect(['-2', '2', '65534', '65537'].some((id) => set.has(id))).toBe(false);
});

test('tallies add up, and keep five examples of each problem', () => {
	const [one, other] = [new Tally(), new Tally()];
	one.add('threads', 'found', 2);
	other.add('threads', 'found');
	for (let number = 1; number <= 4; number++) {
		one.problem('row-twice', `a${number}`);
		other.problem('row-twice', `b${number}`);
	}
	const sum = new Tally(JSON.parse(JSON.stringify(one.join(other))));
	expect([sum.of('threads', 'found'), sum.problemCount('row-twice')]).toEqual([3, 8]);
	expect(sum.examples['row-twice']).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
});
