// Texts of a made-up product, for seeding: the same at every run.

/** Numbers between 0 and 1 that are the same for the same seed (mulberry32, public domain). */
export function numbersFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const things =
	`receipt invoice printer report export import ledger customer supplier product price discount voucher refund stock
	warehouse shelf counter drawer cashier shift order basket payment terminal card wallet transfer currency tax account branch store
	kitchen table reservation ticket queue menu recipe ingredient label barcode scanner scale tablet screen keyboard network router
	backup server database session password role permission audit history filter column chart dashboard template signature letter
	attachment picture folder calendar reminder schedule contract quote delivery courier parcel address region language translation`
		.split(/\s+/)
		.filter(Boolean);
const deeds =
	`print open close export import count merge split move rename delete restore send receive scan refund cancel confirm
	approve reject schedule copy paste filter sort group hide show lock unlock connect disconnect install update reset repair share
	archive assign`
		.split(/\s+/)
		.filter(Boolean);
const manners =
	`slow empty wrong missing double broken blank stuck late hidden frozen partial odd old new second last daily weekly
	monthly offline shared local remote yearly`
		.split(/\s+/)
		.filter(Boolean);
const between =
	`the a of in on with after before when while because since our their every some any this that it we they then still only also but and or`.split(
		' ',
	);

type Pick = <Item>(items: readonly Item[]) => Item;
const pickBy =
	(number: () => number): Pick =>
	(items) =>
		items[Math.floor(number() ** 1.5 * items.length)]!;

function sentence(number: () => number): string {
	const pick = pickBy(number);
	const words = Array.from({ length: 6 + Math.floor(number() * 14) }, (_, place) => {
		const kind = (place + Math.floor(number() * 2)) % 4;
		return kind === 0 ? pick(between) : kind === 1 ? pick(manners) : kind === 2 ? pick(things) : pick(deeds);
	});
	const text = words.join(' ');
	return `${text[0]!.toUpperCase()}${text.slice(1)}${number() < 0.2 ? '?' : '.'}`;
}

const paragraph = (number: () => number) =>
	Array.from({ length: 1 + Math.floor(number() * 4) }, () => sentence(number)).join(' ');

/** One block of Markdown: mostly paragraphs, and what people put between them. */
function block(number: () => number): string {
	const pick = pickBy(number);
	const kind = number();
	if (kind < 0.1) return Array.from({ length: 3 }, (_, place) => `${place + 1}. ${sentence(number)}`).join('\n');
	if (kind < 0.2) return Array.from({ length: 3 }, () => `- **${pick(things)}**: ${sentence(number)}`).join('\n');
	if (kind < 0.28)
		return `\`\`\`js\nconst ${pick(things)} = await ${pick(deeds)}(${pick(things)}, { ${pick(manners)}: true });\nif (!${pick(things)}) throw new Error('${pick(manners)} ${pick(things)}');\n\`\`\``;
	if (kind < 0.34) return `> ${sentence(number)}`;
	if (kind < 0.42)
		return `${paragraph(number)} See [the ${pick(things)} page](https://docs.example/${pick(things)}/${pick(deeds)}) and \`${pick(things)}.${pick(deeds)}\`.`;
	return paragraph(number);
}

/** Distinct Markdown texts of 300 to 3,000 characters, most of them short. */
export function bodies(count: number): string[] {
	const number = numbersFrom(11);
	return Array.from({ length: count }, () => {
		const wanted = Math.min(2_900, 300 / (1 - number()) ** 0.55);
		let text = block(number);
		while (text.length < wanted) text += `\n\n${block(number)}`;
		return text.slice(0, 2_950);
	});
}

/** Distinct comments of a sentence or two. */
export function remarks(count: number): string[] {
	const number = numbersFrom(12);
	return Array.from({ length: count }, () => `${sentence(number)}${number() < 0.3 ? ` ${sentence(number)}` : ''}`);
}

/** Titles as people ask; several may be alike. */
export function titles(count: number): string[] {
	const number = numbersFrom(13);
	const pick = pickBy(number);
	return Array.from({ length: count }, () => {
		const [thing, other, deed, manner] = [pick(things), pick(things), pick(deeds), pick(manners)];
		const forms = [
			`How do I ${deed} a ${manner} ${thing} of the ${other}`,
			`${thing[0]!.toUpperCase()}${thing.slice(1)} is ${manner} after I ${deed} the ${other}`,
			`Can the ${thing} ${deed} every ${manner} ${other} by itself`,
			`Why is the ${thing} ${manner} when two people ${deed} the ${other}`,
			`${deed[0]!.toUpperCase()}${deed.slice(1)} the ${other} from a ${manner} ${thing}`,
		];
		return pick(forms);
	});
}

export const tagWords = [...things, ...deeds, ...manners];

/** What people type into the search box, letter by letter in pauses, every third with a mistake. */
export function typedQueries(count: number): string[] {
	const number = numbersFrom(14);
	const pick = pickBy(number);
	return Array.from({ length: count }, (_, place) => {
		const words = [pick(manners), pick(things), pick(deeds)].slice(0, 1 + Math.floor(number() * 3));
		const text = words.join(' ');
		const typed = text.slice(0, Math.max(4, Math.ceil(text.length * (0.5 + number() / 2))));
		return place % 3 === 0 ? withMistake(typed, number) : typed;
	});
}

/** Two letters changed places, or one left out or typed twice. */
function withMistake(text: string, number: () => number): string {
	const at = 1 + Math.floor(number() * (text.length - 3));
	const kind = number();
	if (kind < 0.4) return text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);
	if (kind < 0.7) return text.slice(0, at) + text.slice(at + 1);
	return text.slice(0, at) + text[at]! + text.slice(at);
}
