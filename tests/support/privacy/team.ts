import { randomUUID } from 'node:crypto';
import { saveProductArea } from '@ikatan/contracts/insight-choices';
import { changeInsight } from '@ikatan/contracts/insight-writing';
import { writeInsightNote } from '@ikatan/contracts/notes';
import { claimToMine, saveFilter } from '@ikatan/contracts/mining';
import { decideNomination } from '@ikatan/contracts/quotes';
import type { TestApp } from '../app.ts';
import { insight } from '../insights.ts';
import { flag, nominated, passage } from '../quotes.ts';
import { decide, telling } from '../telling.ts';
import { done, type People, type World } from './fillings.ts';
import { hidden, type Reader } from './secrets.ts';

/** What the product team works with: insights with quotes, notes and owners, nominations, filters, what was told to whom. */
export async function fillTeam(app: TestApp, world: World, people: People): Promise<void> {
	const insightId = await fillInsight(app, world, people);
	await fillQuotes(app, world, people, insightId);
	await fillNominations(app, world, people);
	await fillRoadmap(app, world, people);
	const { staff } = people;
	const own = (what: string) => world.secrets.keep(`saved filter: ${what}`, hidden.own);
	const filter = { page: 'list' as const, name: own('name'), query: `q=${own('query')}` };
	done(await app.call(saveFilter, { as: staff, body: filter }));
	done(await app.call(claimToMine, { as: staff, params: { threadId: companyThread(world).id } }));
}

const companyThread = (world: World) => world.threads.find(({ what }) => what === 'thread in a company space')!;
const secretly = (world: World, about: string, hiddenFrom: readonly Reader[]) => (part: string) =>
	world.secrets.keep(`${about}: ${part}`, hiddenFrom);

/** An insight that the roadmap does not show, with all that it can hold. */
async function fillInsight(app: TestApp, world: World, { colleagueOfStaff, admin }: People): Promise<number> {
	const secret = secretly(world, 'insight', hidden.staff);
	const area = done(
		await app.call(saveProductArea, {
			as: admin,
			body: { name: secret('area'), description: secret('description of the area') },
		}),
	);
	const insightId = await insight(app, colleagueOfStaff, {
		title: `Receipts ${secret('title')}`,
		description: `They want ${secret('description')}`,
		team: secret('team'),
		areaId: area.id,
		ownerId: colleagueOfStaff.id,
		publicTitle: `Soon ${secret('title for a roadmap on which it is not')}`,
		publicText: `Soon ${secret('text for a roadmap on which it is not')}`,
	});
	const body = { requestKey: randomUUID(), sourceText: `Ask about ${secret('note')}` };
	done(await app.call(writeInsightNote, { as: colleagueOfStaff, params: { insightId }, body }));
	const changed = { title: `Receipts now ${secret('later title')}` };
	done(await app.call(changeInsight, { as: colleagueOfStaff, params: { insightId }, body: changed }));
	return insightId;
}

async function fillQuotes(app: TestApp, world: World, { staff }: People, insightId: number): Promise<void> {
	const secret = secretly(world, 'quote', hidden.staff);
	const target = { to: 'insight' as const, insightId };
	const outside = {
		kind: 'outside' as const,
		words: `They said ${secret('words')}.`,
		source: `Call ${secret('source')}`,
		customer: `Customer ${secret('customer')}`,
		url: `https://calls.example/${secret('address')}`,
	};
	done(await flag(app, staff, outside, { target, note: secret('note on words from outside') }));
	const open = passage(world.publicThread.postIds[1]!, 'answer that all may read');
	done(await flag(app, staff, open, { target, note: secret('note on words that all may read') }));
	done(await flag(app, staff, { kind: 'thread', threadId: companyThread(world).id }, { target }));
}

/** Nominations of a champion: for the team and whoever sent them, no other champion. */
async function fillNominations(app: TestApp, world: World, { nominator, staff }: People): Promise<void> {
	const secret = secretly(world, 'nomination', hidden.staff);
	const [question, reply] = world.publicThread.postIds;
	done(await nominated(app, nominator, passage(reply!, 'that all may'), secret('note of one that waits')));
	const declined = done(await nominated(app, nominator, passage(question!, 'The body'), secret('note')));
	const body = { decision: 'decline' as const, answer: `Not now: ${secret('word back')}` };
	done(await app.call(decideNomination, { as: staff, params: { quoteId: declined.quoteId }, body }));
}

/** A public insight whose name and evidence are not. */
async function fillRoadmap(app: TestApp, world: World, { colleagueOfStaff }: People): Promise<void> {
	const secret = secretly(world, 'public insight', hidden.staff);
	const insightId = await insight(app, colleagueOfStaff, {
		title: `Inside ${secret('title among staff')}`,
		description: secret('description'),
		public: true,
		publicTitle: 'Receipts without paper',
		publicText: 'We look into it.',
	});
	const target = { to: 'insight' as const, insightId };
	const [, reply] = companyThread(world).postIds;
	done(await flag(app, colleagueOfStaff, { kind: 'post', postId: reply! }, { target }));
	await decide(app, colleagueOfStaff, insightId, 'planned');
}

/** Tells of a decision that rests on a company's thread alone: its people hear of it, however many others watch it. */
export async function tellOfCompany(app: TestApp, world: World, { colleagueOfStaff }: People): Promise<void> {
	const { postIds } = companyThread(world);
	const insightId = await insight(app, colleagueOfStaff, { title: 'A matter of one company' });
	const target = { to: 'insight' as const, insightId };
	done(await flag(app, colleagueOfStaff, { kind: 'post', postId: postIds[2]! }, { target }));
	await decide(app, colleagueOfStaff, insightId, 'shipped');
	const text = `It prints: ${world.secrets.keep('what a company was told', hidden.company)}`;
	done(await telling(app, colleagueOfStaff, insightId, { text }));
}
