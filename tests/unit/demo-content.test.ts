import { describe, expect, it } from 'vitest';
import { ageInMinutes } from '../../api/demo/age.ts';
import { community } from '../../api/demo/content/index.ts';
import { prose } from '../../api/demo/prose.ts';
import type { Age, DemoThread, DemoVotes } from '../../api/demo/types.ts';
import { drawVoters, mayRead } from '../../api/demo/voters.ts';

const { site, companies, groups, members, spaces, tags, threads } = community;
const memberByHandle = new Map(members.map((member) => [member.handle, member]));
const threadByRef = new Map(threads.map((thread) => [thread.ref, thread]));
const spaceBySlug = new Map(spaces.map((space) => [space.slug, space]));

type Votable = DemoVotes & { author: string; age: Age };
type Written = { author: string; age: Age; body: string };

function votables(thread: DemoThread): { key: string; post: Votable }[] {
	const answers = (thread.answers ?? []).map((post, index) => ({ key: `${thread.ref}/${index + 1}`, post }));
	return [{ key: thread.ref, post: thread }, ...answers];
}

function writtenIn(thread: DemoThread): Written[] {
	const answers = thread.answers ?? [];
	return [thread, ...answers, ...(thread.comments ?? []), ...answers.flatMap((answer) => answer.comments ?? [])];
}

/** Everyone named anywhere in a thread, with the age of what they did (null where it has none). */
function actorsIn(thread: DemoThread): { handle: string; age: Age | null }[] {
	const edits = [thread, ...(thread.answers ?? [])].flatMap((post) => post.edits ?? []);
	const votes = votables(thread).flatMap(({ post }) => [...(post.upBy ?? []), ...(post.downBy ?? [])]);
	const answers = thread.answers ?? [];
	return [
		...[...writtenIn(thread), ...edits].map(({ author, age }) => ({ handle: author, age })),
		...answers.flatMap(({ deleted }) => (deleted ? [{ handle: deleted.by, age: deleted.age }] : [])),
		...answers.flatMap(({ accepted }) => (accepted?.by ? [{ handle: accepted.by, age: accepted.age }] : [])),
		...(thread.duplicateOf ? [{ handle: thread.duplicateOf.by, age: thread.duplicateOf.age }] : []),
		...[...(thread.meToo ?? []), ...votes].map((handle) => ({ handle, age: null })),
	];
}

function prosePart(body: string): string {
	return body.replace(/```[\s\S]*?```/g, '').replace(/`[^`]*`/g, '');
}

function repeated(names: string[]): string[] {
	return names.filter((name, index) => names.indexOf(name) !== index);
}

describe('names', () => {
	it('are each given once', () => {
		expect(repeated(members.map(({ handle }) => handle))).toEqual([]);
		expect(repeated(members.map(({ mail }) => mail))).toEqual([]);
		expect(repeated(members.map(({ displayName }) => displayName))).toEqual([]);
		expect(repeated(threads.map(({ ref }) => ref))).toEqual([]);
		expect(repeated(threads.map(({ title }) => title))).toEqual([]);
		expect(repeated(spaces.map(({ slug }) => slug))).toEqual([]);
		expect(repeated(tags.map(({ name }) => name))).toEqual([]);
		expect(repeated(companies.map(({ slug }) => slug))).toEqual([]);
	});

	it('lie within what the database takes', () => {
		for (const { handle, mail } of members) {
			expect(handle).toMatch(/^[a-z0-9][a-z0-9_.-]{1,29}$/);
			expect(mail).toMatch(/^[a-z0-9]+@[a-z0-9-]+\.example$/);
		}
		for (const { name } of tags) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,39}$/);
		for (const { title } of threads) expect(title.length).toBeLessThanOrEqual(300);
	});

	it('of companies fit the mail addresses of their members', () => {
		for (const member of members.filter(({ company }) => company)) {
			const company = companies.find(({ slug }) => slug === member.company);
			expect(company?.mailDomains, member.handle).toContain(member.mail.split('@')[1]);
		}
	});
});

describe('references', () => {
	it('of threads lead to a space, tags and members that exist', () => {
		const tagNames = new Set(tags.map(({ name }) => name));
		for (const thread of threads) {
			expect(spaceBySlug.has(thread.space), `${thread.ref}: ${thread.space}`).toBe(true);
			for (const tag of thread.tags) expect(tagNames.has(tag), `${thread.ref}: ${tag}`).toBe(true);
			for (const { handle } of actorsIn(thread)) {
				expect(memberByHandle.has(handle), `${thread.ref}: ${handle}`).toBe(true);
			}
		}
	});

	it('in bodies (mentions and links) lead to a member or a thread', () => {
		for (const thread of threads) {
			for (const { body } of writtenIn(thread)) {
				for (const [, handle] of prosePart(body).matchAll(/(?<![\w/])@([a-z0-9_-]+)/g)) {
					expect(memberByHandle.has(handle ?? ''), `${thread.ref}: @${handle}`).toBe(true);
				}
				for (const [, ref] of body.matchAll(/\(thread:([^)]*)\)/g)) {
					expect(threadByRef.has(ref ?? ''), `${thread.ref}: thread:${ref}`).toBe(true);
				}
			}
		}
	});

	it('of reports, marks and deeds lead to posts that are there, which nobody deleted before it was decided', () => {
		const postNamed = (name: string) => {
			const [ref = '', place] = name.split('/');
			const thread = threadByRef.get(ref);
			return place === undefined ? thread : thread?.answers?.[Number(place) - 1];
		};
		for (const { post, decided } of [
			...community.reports,
			...community.marked.map((mark) => ({ ...mark, decided: undefined })),
		]) {
			const found = postNamed(post);
			expect(found, post).toBeDefined();
			if (!decided) expect(found && 'deleted' in found ? found.deleted : undefined, post).toBeUndefined();
		}
		for (const deed of community.deeds) {
			expect(memberByHandle.get(deed.by)?.role, deed.by).toMatch(/^(moderator|admin)$/);
			if ('hide' in deed) expect(postNamed(deed.hide)).toBeDefined();
			if ('lock' in deed) expect(threadByRef.has(deed.lock)).toBe(true);
			if ('close' in deed) expect(threadByRef.has(deed.close)).toBe(true);
		}
	});

	it('of duplicates lead to an older thread', () => {
		for (const thread of threads.filter(({ duplicateOf }) => duplicateOf)) {
			const canonical = threadByRef.get(thread.duplicateOf?.ref ?? '');
			expect(canonical, thread.ref).toBeDefined();
			if (canonical) expect(ageInMinutes(canonical.age)).toBeGreaterThan(ageInMinutes(thread.age));
		}
	});

	it('of spaces, groups and moderators lead somewhere, and every tag is used', () => {
		const companySlugs = companies.map(({ slug }) => slug);
		const groupSlugs = groups.map(({ slug }) => slug);
		expect(companySlugs).toContain(site.vendor);
		for (const space of spaces) {
			expect(companySlugs).toEqual(expect.arrayContaining(space.companies ?? []));
			expect(groupSlugs).toEqual(expect.arrayContaining(space.groups ?? []));
			expect(space.kind === 'groups').toBe((space.groups ?? []).length > 0);
			expect(space.kind === 'company').toBe((space.companies ?? []).length > 0);
		}
		for (const group of groups) for (const handle of group.members) expect(memberByHandle.has(handle)).toBe(true);
		for (const { moderates } of members) if (moderates) expect(spaceBySlug.has(moderates)).toBe(true);
		const used = new Set(threads.flatMap((thread) => thread.tags));
		expect(tags.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
	});
});

describe('dates', () => {
	it('run downwards: nothing is older than what it belongs to', () => {
		const notOlder = (child: Age, parent: Age, where: string) =>
			expect(ageInMinutes(child), where).toBeLessThanOrEqual(ageInMinutes(parent));
		for (const thread of threads) {
			for (const comment of thread.comments ?? []) notOlder(comment.age, thread.age, thread.ref);
			for (const edit of thread.edits ?? []) notOlder(edit.age, thread.age, thread.ref);
			if (thread.solvedOtherwise) notOlder(thread.solvedOtherwise.age, thread.age, thread.ref);
			if (thread.duplicateOf) notOlder(thread.duplicateOf.age, thread.age, thread.ref);
			if (thread.closed) notOlder(thread.closed.age, thread.age, thread.ref);
			for (const answer of thread.answers ?? []) {
				const where = `${thread.ref}, ${answer.author} ${answer.age}`;
				notOlder(answer.age, thread.age, where);
				for (const comment of answer.comments ?? []) notOlder(comment.age, answer.age, where);
				for (const edit of answer.edits ?? []) notOlder(edit.age, answer.age, where);
				if (answer.accepted) notOlder(answer.accepted.age, answer.age, where);
				if (answer.deleted) notOlder(answer.deleted.age, answer.age, where);
			}
		}
	});

	it('run downwards within each list', () => {
		for (const thread of threads) {
			const answers = thread.answers ?? [];
			const lists = [answers, thread.comments ?? [], ...answers.map((answer) => answer.comments ?? [])];
			for (const list of lists) {
				const ages = list.map(({ age }) => ageInMinutes(age));
				expect(ages, thread.ref).toEqual(ages.toSorted((one, other) => other - one));
			}
		}
	});

	it('find every writer already a member', () => {
		for (const thread of threads) {
			for (const { handle, age } of actorsIn(thread)) {
				if (age === null) continue;
				const joined = memberByHandle.get(handle)?.joined;
				expect(joined && ageInMinutes(joined), `${thread.ref}: ${handle}`).toBeGreaterThan(ageInMinutes(age));
			}
		}
	});

	it('reach from the last half hour to over a year ago, denser towards now', () => {
		const ages = threads.map(({ age }) => ageInMinutes(age));
		const within = (from: Age, to: Age) =>
			ages.filter((age) => age >= ageInMinutes(from) && age < ageInMinutes(to)).length;
		expect(Math.min(...ages)).toBeLessThanOrEqual(30);
		expect(Math.max(...ages)).toBeGreaterThan(ageInMinutes('400d'));
		expect(within('0m', '30d')).toBeGreaterThan(within('30d', '60d'));
		expect(within('30d', '90d')).toBeGreaterThan(within('300d', '360d'));
	});
});

describe('rights', () => {
	it('let every writer, voter and me-too member read the thread', () => {
		for (const thread of threads) {
			for (const { handle } of actorsIn(thread)) {
				const member = memberByHandle.get(handle);
				expect(member && mayRead(community, member, thread), `${thread.ref}: ${handle}`).toBe(true);
			}
		}
	});

	it('leave announcements, and spaces where staff posts, to staff', () => {
		for (const thread of threads) {
			const staffOnly = thread.kind === 'announcement' || spaceBySlug.get(thread.space)?.posting === 'staff';
			if (staffOnly) expect(memberByHandle.get(thread.author)?.company, thread.ref).toBe(site.vendor);
		}
	});

	it('give each company-only thread to its author’s company, two companies at least', () => {
		const own = threads.filter(({ space }) => spaceBySlug.get(space)?.kind === 'company_only');
		for (const thread of own) expect(memberByHandle.get(thread.author)?.company).toBe(thread.company);
		expect(new Set(own.map(({ company }) => company)).size).toBeGreaterThanOrEqual(2);
		for (const thread of threads.filter((candidate) => !own.includes(candidate))) {
			expect(thread.company, thread.ref).toBeUndefined();
		}
	});

	it('keep accepting and me too to questions and problems', () => {
		for (const thread of threads.filter(({ kind }) => kind !== 'question' && kind !== 'problem')) {
			expect(thread.meToo ?? [], thread.ref).toEqual([]);
			expect(
				(thread.answers ?? []).filter(({ accepted }) => accepted),
				thread.ref,
			).toEqual([]);
		}
		for (const thread of threads) expect(thread.meToo ?? [], thread.ref).not.toContain(thread.author);
	});
});

describe('votes', () => {
	const drawn = threads.flatMap((thread) =>
		votables(thread).map(({ key, post }) => ({ key, post, thread, voters: drawVoters(community, thread, post, key) })),
	);

	it('are as many as the post says, and never the author’s or anyone’s twice', () => {
		for (const { key, post, voters } of drawn) {
			expect(voters.up.length, key).toBe(post.up ?? 0);
			expect(voters.down.length, key).toBe(post.down ?? 0);
			expect([...voters.up, ...voters.down], key).not.toContain(post.author);
			expect(repeated([...voters.up, ...voters.down]), key).toEqual([]);
		}
	});

	it('come from readers, and are drawn alike each time', () => {
		for (const { key, post, thread, voters } of drawn) {
			for (const handle of [...voters.up, ...voters.down]) {
				const member = memberByHandle.get(handle);
				expect(member && mayRead(community, member, thread), `${key}: ${handle}`).toBe(true);
			}
			expect(drawVoters(community, thread, post, key)).toEqual(voters);
		}
	});

	it('go up only on threads, and keep to ten ideas a member', () => {
		for (const thread of threads) expect(thread.down ?? 0, thread.ref).toBe(0);
		const ideaVotes = drawn.filter(({ post }) => 'kind' in post && post.kind === 'idea');
		for (const { handle } of members) {
			expect(ideaVotes.filter(({ voters }) => voters.up.includes(handle)).length).toBeLessThanOrEqual(10);
		}
	});

	it('claimed in excess of the voters are refused', () => {
		const [thread] = threads;
		if (!thread) throw new Error('no thread');
		expect(() => drawVoters(community, thread, { ...thread, up: 500 }, 'too many')).toThrow(/more votes/);
	});
});

describe('variety', () => {
	it('has both languages, English in the majority', () => {
		const english = threads.filter(({ language }) => language === 'en').length / threads.length;
		expect(english).toBeGreaterThan(0.5);
		expect(english).toBeLessThan(0.7);
	});

	it('has every kind of thread and of space, and every role', () => {
		expect(new Set(threads.map(({ kind }) => kind))).toEqual(
			new Set(['question', 'idea', 'problem', 'discussion', 'announcement']),
		);
		expect(new Set(spaces.map(({ kind }) => kind))).toEqual(
			new Set(['public', 'members', 'groups', 'company', 'company_only']),
		);
		for (const space of spaces) expect(threads.filter(({ space: slug }) => slug === space.slug)).not.toEqual([]);
		expect(new Set(members.map(({ role }) => role))).toEqual(
			new Set(['member', 'champion', 'moderator', 'agent', 'product', 'success', 'admin']),
		);
	});

	it('has solved, unsolved and unanswered threads, duplicates, edits, a deleted answer and long talks', () => {
		const answersOf = (thread: DemoThread) => thread.answers ?? [];
		const asked = threads.filter(({ kind }) => kind === 'question' || kind === 'problem');
		const some = (test: (thread: DemoThread) => boolean) => asked.filter(test).length;
		expect(some((thread) => answersOf(thread).length === 0)).toBeGreaterThanOrEqual(3);
		expect(some((thread) => answersOf(thread).some(({ accepted }) => accepted))).toBeGreaterThanOrEqual(15);
		expect(some((thread) => answersOf(thread).filter(({ accepted }) => accepted).length > 1)).toBeGreaterThanOrEqual(2);
		expect(some((thread) => thread.solvedOtherwise !== undefined)).toBeGreaterThanOrEqual(2);
		expect(some((thread) => thread.duplicateOf !== undefined)).toBeGreaterThanOrEqual(1);
		expect(threads.flatMap(answersOf).some(({ deleted }) => deleted)).toBe(true);
		expect(threads.flatMap(answersOf).some(({ edits }) => edits?.length)).toBe(true);
		expect(threads.filter((thread) => answersOf(thread).length >= 12).length).toBeGreaterThanOrEqual(2);
	});

	it('shows each fence closed and a language on it', () => {
		for (const thread of threads) {
			for (const { body } of writtenIn(thread)) {
				const fences = body.split('\n').filter((line) => line.startsWith('```'));
				expect(fences.length % 2, thread.ref).toBe(0);
				fences.forEach((fence, index) => expect(fence === '```', thread.ref).toBe(index % 2 === 1));
			}
		}
	});
});

describe('prose', () => {
	it('takes the first line’s indentation off, turns fences to backticks and keeps other backslashes', () => {
		expect(prose`
			One \`word\` and

			~~~bash
			  ls \\
			~~~
		`).toBe('One `word` and\n\n```bash\n  ls \\\\\n```');
	});
});
