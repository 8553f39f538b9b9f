import { changeMail, editProfile } from '@ikatan/contracts/accounts';
import { addDocumentSource, markWritten } from '@ikatan/contracts/documents';
import { keepDraft } from '@ikatan/contracts/drafts';
import { deletePost } from '@ikatan/contracts/editing';
import { noteEmptySearch } from '@ikatan/contracts/search';
import type { NewSpace } from '../../../api/src/modules/spaces/index.ts';
import type { TestApp } from '../app.ts';
import { answer, comment, company, member, password, space, thread } from '../builders.ts';
import { watch } from '../inbox.ts';
import { fillThread, picture, type Filling, type People, type World } from './fillings.ts';
import { fillHouse, fillQueue } from './keeping.ts';
import { hidden, Secrets, type Reader } from './secrets.ts';
import { fillTeam, tellOfCompany } from './team.ts';

async function privateSpace(filling: Filling, wanted: Parameters<typeof space>[1]): Promise<number> {
	const { app, world, what, hiddenFrom } = filling;
	const secret = (part: string) => world.secrets.keep(`${what}: ${part} of the space`, hiddenFrom);
	const made = await space(app, {
		...wanted,
		slug: secret('address'),
		name: `Room ${secret('name')}`,
		description: `For ${secret('description')}`,
		formTemplate: [{ name: 'plan', label: secret('form'), kind: 'text', required: false, choices: [], hint: '' }],
	});
	world.spaces.push(made);
	return made.id;
}

/** Threads in every kind of space that is not public. */
async function fillSpaces(app: TestApp, world: World, people: People, companyId: number): Promise<void> {
	const { insider, colleague, staff, colleagueOfStaff } = people;
	const [group] = await app.sql<
		{ id: number }[]
	>`insert into groups (slug, name) values ('pilots', 'Pilots') returning id`;
	await app.sql`
		insert into group_members (group_id, member_id) values (${group!.id}, ${insider.id}), (${group!.id}, ${colleague.id})`;
	const kinds: [NewSpace['kind'], readonly Reader[], Partial<NewSpace>][] = [
		['members', hidden.members, {}],
		['groups', hidden.groups, { groupIds: [group!.id] }],
		['company', hidden.company, { companyIds: [companyId] }],
		['company_only', hidden.company, {}],
	];
	for (const [kind, hiddenFrom, open] of kinds) {
		const filling = { app, world, what: `thread in a ${kind} space`, hiddenFrom };
		// The company-only space itself is known to every company's members.
		const spaceHidden = kind === 'company_only' ? hiddenFrom.filter((reader) => reader !== 'rival') : hiddenFrom;
		const spaceId = await privateSpace({ ...filling, hiddenFrom: spaceHidden }, { kind, ...open });
		await fillThread(filling, insider, colleague, { spaceId, tagged: true });
		if (kind !== 'company_only') continue;
		const among = { ...filling, what: 'thread among staff in a company-only space' };
		await fillThread(among, staff, colleagueOfStaff, { spaceId, tagged: true });
	}
}

/** Posts in a public space that are not, or no more, for all. */
async function fillUnpublished(app: TestApp, world: World, people: People): Promise<void> {
	const { insider, colleague, fresh } = people;
	const hiddenFrom = hidden.unpublished;
	const { id: spaceId } = await space(app);
	const open = await thread(app, insider, { spaceId, tags: ['receipts'], title: 'Why is the receipt empty today?' });
	const reply = await answer(app, colleague, open.id, 'An answer that all may read.');
	world.publicThread = { id: open.id, postIds: [open.postId, reply.id] };
	const secret = (what: string) => world.secrets.keep(what, hiddenFrom);
	const own = (what: string, id: number, postIds: number[]) => world.threads.push({ id, postIds, what, hiddenFrom });

	const filling = { app, world, what: 'waiting post', hiddenFrom };
	const waiting = await thread(app, fresh, {
		spaceId,
		title: `When does ${secret('waiting thread: title')} arrive?`,
		sourceText: `About ${secret('waiting thread: text')}. ${await picture(filling, fresh)}`,
	});
	own('waiting thread', waiting.id, [waiting.postId]);
	const waitingReply = await answer(app, fresh, open.id, `A waiting ${secret('waiting answer')}.`);
	const waitingRemark = await comment(app, fresh, reply.id, `A waiting ${secret('waiting comment')}.`);

	const held = await fillThread({ ...filling, what: 'held thread' }, insider, colleague, { spaceId, tagged: false });
	await app.sql`update threads set state = 'held' where id = ${held.id}`;
	await app.sql`update posts set state = 'held' where thread_id = ${held.id} and kind = 'opening'`;
	const heldReply = await answer(app, colleague, open.id, `A held ${secret('held answer')}.`);
	await app.sql`update posts set state = 'held' where id = ${heldReply.id}`;

	const deleted = await fillThread({ ...filling, what: 'deleted thread' }, insider, colleague, {
		spaceId,
		tagged: false,
	});
	const moderator = world.readers.moderator!;
	await app.call(deletePost, { as: moderator, params: { postId: deleted.postIds[0]! }, body: { reason: 'Spam.' } });
	const gone = { ...filling, what: 'deleted answer' };
	const goneReply = await answer(
		app,
		colleague,
		open.id,
		`Gone is ${secret('deleted answer: text')}. ${await picture(gone, colleague)}`,
	);
	const goneRemark = await comment(app, colleague, reply.id, `Gone is ${secret('deleted comment: text')}.`);
	for (const { id: postId } of [goneReply, goneRemark]) {
		await app.call(deletePost, { as: colleague, params: { postId }, body: {} });
	}
	own('posts of a public thread', open.id, [
		waitingReply.id,
		waitingRemark.id,
		heldReply.id,
		goneReply.id,
		goneRemark.id,
	]);
}

/** What belongs to one member alone. */
async function fillOwn(app: TestApp, world: World, { insider }: People): Promise<void> {
	const secret = (what: string) => world.secrets.keep(what, hidden.own);
	const { publicThread } = world;
	const drafts = [
		['thread', 0],
		['answer', publicThread.id],
		['comment', publicThread.postIds[1]!],
		['edit', publicThread.postIds[0]!],
	] as const;
	const filling = { app, world, what: 'draft', hiddenFrom: hidden.own };
	for (const [kind, targetId] of drafts) {
		const body = {
			title: `Draft ${secret(`draft of ${kind}: title`)}`,
			sourceText: `Draft ${secret(`draft of ${kind}: text`)} ${kind === 'thread' ? await picture(filling, insider) : ''}`,
		};
		await app.call(keepDraft, { as: insider, params: { kind, targetId }, body });
	}
	await app.sql`update members set mail = ${`${secret('address of mail')}@people.example`} where id = ${insider.id}`;
	await app.call(changeMail, {
		as: insider,
		body: { current: password, mail: `${secret('address to be confirmed')}@people.example` },
	});
	await app.sql`update sessions set device = ${`Phone ${secret('device')}`} where member_id = ${insider.id}`;
	await app.call(editProfile, { as: insider, body: { bio: 'A bio that all may read.' } });
}

/** Where outside documents come from is for admins; what people searched in vain, and what was written, for staff and moderators. */
async function fillDocuments(app: TestApp, world: World, { admin }: People): Promise<void> {
	const forAdmins = (what: string) => world.secrets.keep(what, hidden.admins);
	const forStaff = (what: string) => world.secrets.keep(what, hidden.keepers);
	const body = {
		name: `Help ${forAdmins('name of a document source')}`,
		baseAddress: `https://${forAdmins('address of a document source')}.example/`,
	};
	await app.call(addDocumentSource, { as: admin, body });
	const open = forStaff('search in vain');
	const written = forStaff('search that was written about');
	for (const q of [open, written]) await app.call(noteEmptySearch, { as: admin, body: { q } });
	const url = `https://help.example/${forStaff('address of what was written')}`;
	await app.call(markWritten, { as: admin, body: { query: written, url } });
}

export async function buildWorld(app: TestApp): Promise<World> {
	const [own, other] = [await company(app), await company(app)];
	const world: World = {
		secrets: new Secrets(),
		threads: [],
		publicThread: { id: 0, postIds: [] },
		spaces: [],
		tags: ['receipts'],
		handles: [],
		files: [],
		oldAddresses: [],
		readers: {
			visitor: undefined,
			stranger: await member(app, { handle: 'stranger' }),
			rival: await member(app, { handle: 'rival', companyId: other }),
			champion: await member(app, { handle: 'champion', role: 'champion' }),
			author: await member(app, { handle: 'author' }),
			moderator: await member(app, { handle: 'moderator', role: 'moderator' }),
			agent: await member(app, { handle: 'agent', role: 'agent' }),
		},
		owners: [],
		rows: {},
		names: [],
	};
	const people: People = {
		insider: await member(app, { handle: 'insider', companyId: own }),
		colleague: await member(app, { handle: 'colleague', companyId: own }),
		staff: await member(app, { handle: 'staff', role: 'agent' }),
		colleagueOfStaff: await member(app, { handle: 'staff2', role: 'product' }),
		fresh: await member(app, { handle: 'fresh', verified: false }),
		admin: await member(app, { handle: 'keeper', role: 'admin' }),
		nominator: await member(app, { handle: 'nominator', role: 'champion' }),
		reporter: await member(app, { handle: 'reporter', displayName: 'Rina Who Reports' }),
		sinner: await member(app, { handle: 'sinner' }),
	};
	world.owners = Object.values(people);
	world.handles = world.owners.map((owner) => owner.handle);
	await fillSpaces(app, world, people, own);
	await fillUnpublished(app, world, people);
	await fillOwn(app, world, people);
	await fillDocuments(app, world, people);
	await linkTogether(app, world, people);
	// Only now do people hear of what was written: also those who watch it without rights.
	await app.settle();
	await fillTeam(app, world, people);
	await fillQueue(app, world, people);
	await tellOfCompany(app, world, people);
	await fillHouse(app, world, people);
	const [area] = await app.sql<{ slug: string }[]>`select slug from product_areas limit 1`;
	world.names = [world.spaces[2]!.slug, world.tags[3]!, 'insider', area!.slug];
	world.rows = await firstRows(app);
	return world;
}

/** The first rows of every table that has numbers. */
async function firstRows(app: TestApp): Promise<Record<string, number[]>> {
	const tables = await app.sql<{ name: string }[]>`
		select table_name as name from information_schema.columns
		where table_schema = 'public' and column_name = 'id' and data_type = 'bigint'`;
	const rows: Record<string, number[]> = {};
	for (const { name } of tables) {
		const found = await app.sql<{ id: number }[]>`select id from ${app.sql(name)} order by id limit 20`;
		rows[name] = found.map(({ id }) => id);
	}
	return rows;
}

/** Ties between what is public and what is not: each could give the other away. */
async function linkTogether(app: TestApp, world: World, { insider, colleague }: People): Promise<void> {
	const { publicThread, threads } = world;
	for (const { id } of threads.filter((one) => one.id !== publicThread.id)) {
		await app.sql`
			insert into thread_links (from_thread_id, to_thread_id, kind, state)
			values (${publicThread.id}, ${id}, 'related', 'confirmed'), (${id}, ${publicThread.id}, 'duplicate', 'confirmed')
			on conflict do nothing`;
		world.oldAddresses.push(`/questions/${id}`);
		await app.sql`
			insert into old_addresses (path, target, source) values (${`/questions/${id}`}, ${`/threads/${id}/thread`}, 'elsewhere')`;
	}
	const [first] = threads;
	await app.sql`
		insert into thread_links (from_thread_id, to_thread_id, kind, state)
		values (${publicThread.id}, ${first!.id}, 'duplicate', 'confirmed') on conflict do nothing`;
	// Those without rights watch all of it: by the database, since the API does not let them.
	for (const reader of Object.values(world.readers)) {
		if (!reader) continue;
		for (const { id } of threads) {
			await app.sql`
				insert into watches (member_id, target_kind, target_id, level) values (${reader.id}, 'thread', ${id}, 'all')
				on conflict do nothing`;
		}
		await app.sql`
			insert into watches (member_id, target_kind, target_id, level)
			select ${reader.id}::bigint, 'space', id, 'all' from spaces union all select ${reader.id}::bigint, 'tag', id, 'all' from tags
			on conflict do nothing`;
	}
	// What is written from here on is heard of by all who watch.
	for (const { postIds, what, hiddenFrom } of threads.slice(0, 4)) {
		await comment(app, colleague, postIds[0]!, `Later: ${world.secrets.keep(`${what}: later comment`, hiddenFrom)}.`);
	}
	await watch(app, insider, 'thread', publicThread.id, 'all');
}
