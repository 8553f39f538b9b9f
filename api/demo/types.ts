/** How long before the moment of seeding: minutes, hours or days, e.g. `20m`, `5h`, `410d`. */
export type Age = `${number}${'m' | 'h' | 'd'}`;

export type DemoLanguage = 'en' | 'id';

export type DemoSpaceKind = 'public' | 'members' | 'groups' | 'company' | 'company_only';

export type DemoRole = 'member' | 'champion' | 'moderator' | 'agent' | 'product' | 'success' | 'admin';

export type DemoThreadKind = 'question' | 'idea' | 'problem' | 'discussion' | 'announcement';

export type DemoSite = {
	name: string;
	tagline: string;
	/** Slug of the company that runs the community; its members are staff. */
	vendor: string;
};

export type DemoCompany = {
	slug: string;
	name: string;
	mailDomains: string[];
};

export type DemoGroup = {
	slug: string;
	name: string;
	/** Handles. */
	members: string[];
};

export type DemoSpace = {
	slug: string;
	name: string;
	description: string;
	kind: DemoSpaceKind;
	colour: 1 | 2 | 3 | 4;
	/** Who starts threads there; everyone who reads, unless told. */
	posting?: 'readers' | 'staff';
	/** Group slugs that read a space of kind `groups`. */
	groups?: string[];
	/** Company slugs that read a space of kind `company`, beside staff. */
	companies?: string[];
};

export type DemoMember = {
	handle: string;
	displayName: string;
	role: DemoRole;
	mail: string;
	/** Company slug. */
	company?: string;
	/** Job title, shown on staff answers. */
	title?: string;
	bio: string;
	language: DemoLanguage;
	timeZone: string;
	joined: Age;
	/** Slug of the one space that a moderator looks after; a moderator without it looks after all. */
	moderates?: string;
};

export type DemoTag = { name: string; description: string };

/** The votes a post has got. Voters are drawn by `drawVoters`, the named ones first. */
export type DemoVotes = {
	up?: number;
	down?: number;
	/** Handles that are certainly among the voters; counted in `up`. */
	upBy?: string[];
	/** Handles that are certainly among the voters; counted in `down`. */
	downBy?: string[];
};

/** A change to a text: what stood there until then, who changed it and why. */
export type DemoEdit = {
	author: string;
	age: Age;
	reason: string;
	bodyBefore: string;
	titleBefore?: string;
};

export type DemoComment = { author: string; age: Age; body: string };

export type DemoAnswer = DemoVotes & {
	author: string;
	age: Age;
	/** Markdown; `(thread:ref)` as a link's target stands for the address of another demo thread. */
	body: string;
	/** When it was accepted, and by whom if not by the asker. */
	accepted?: { age: Age; by?: string };
	deleted?: { age: Age; by: string };
	comments?: DemoComment[];
	/** Oldest first. */
	edits?: DemoEdit[];
};

export type DemoThread = DemoVotes & {
	/** Unique name by which other threads point here. */
	ref: string;
	/** Space slug. */
	space: string;
	kind: DemoThreadKind;
	title: string;
	/** Markdown; `(thread:ref)` as a link's target stands for the address of another demo thread. */
	body: string;
	tags: string[];
	language: DemoLanguage;
	author: string;
	age: Age;
	views: number;
	/** In a company-only space: slug of the company whose thread it is. */
	company?: string;
	/** Handles of those who said "me too". */
	meToo?: string[];
	/** Oldest first. */
	answers?: DemoAnswer[];
	/** Oldest first. */
	comments?: DemoComment[];
	/** Oldest first. */
	edits?: DemoEdit[];
	duplicateOf?: { ref: string; age: Age; by: string };
	/** The asker found another way: a line of text. */
	solvedOtherwise?: { age: Age; text: string };
	pinned?: boolean;
	closed?: { age: Age; reason: string };
};

/** A page of the company's help centre. */
export type DemoDocument = {
	externalId: string;
	url: string;
	title: string;
	body: string;
	language: DemoLanguage;
	age: Age;
};

/** How often words were searched in vain on one day. */
export type DemoEmptySearch = { query: string; age: Age; searches: number; searchers: number };

export type DemoArea = { slug: string; name: string; description: string };

/** A piece of evidence: a passage of a post (`ref` the opening text, `ref/n` an answer), a thread with its votes, or words from outside. */
export type DemoQuote = { importance: 0 | 1 | 2 | 3; age: Age; by: string } & (
	| { post: string; words: string }
	| { thread: string }
	| { outside: { source: string; customer: string }; words: string }
);

export type DemoInsight = {
	title: string;
	/** Slugs. */
	area: string;
	type: string;
	column: string;
	age: Age;
	/** Handles. */
	by: string;
	owner?: string;
	team?: string;
	/** What the roadmap says. */
	public?: { title: string; text: string };
	quotes: DemoQuote[];
	notes?: { by: string; age: Age; body: string }[];
	/** What everyone behind it was told, with the staff answers (`ref/n`) that said so in the threads. */
	told?: { stage: 'planned' | 'shipped' | 'declined'; age: Age; by: string; text: string; replies: string[] }[];
};

/** A report of a post (`ref` the opening text, `ref/n` an answer). */
export type DemoReport = {
	post: string;
	/** Handle. */
	by: string;
	age: Age;
	reason: 'spam' | 'rude' | 'off-topic' | 'private-data' | 'needs-staff' | 'other';
	words: string;
	decided?: { by: string; age: Age; action: 'keep' | 'delete'; reason: string; toReporters: string };
};

/** An answer that waits for a moderator. */
export type DemoHeld = {
	/** Ref. */
	thread: string;
	author: string;
	age: Age;
	body: string;
	findings: { rule: string; detail: string }[];
};

/** A published post (`ref` or `ref/n`) that moderators are to look at. */
export type DemoMarked = {
	post: string;
	age: Age;
	cause: 'first-post' | 'watched-word';
	findings: { rule: string; detail: string }[];
};

export type DemoWatchedWord = { pattern: string; action: 'hold' | 'flag' };

/** Something that a moderator or an admin did: to a thread, a post (`ref/n`), a member or a tag. */
export type DemoDeed = { by: string; age: Age } & (
	| { lock: string; reason: string }
	| { close: string; reason: string }
	| { hide: string; reason: string }
	| { silence: string; hours: number; reason: string }
	| { role: DemoRole; member: string }
	| { mergeTag: string; into: string }
);

/** A passage that a champion nominated. */
export type DemoNomination = {
	post: string;
	words: string;
	by: string;
	age: Age;
	note: string;
	declined?: { by: string; age: Age; answer: string };
};

export type DemoCommunity = {
	site: DemoSite;
	companies: DemoCompany[];
	groups: DemoGroup[];
	spaces: DemoSpace[];
	members: DemoMember[];
	tags: DemoTag[];
	threads: DemoThread[];
	helpCentre: { name: string; baseAddress: string; documents: DemoDocument[] };
	emptySearches: DemoEmptySearch[];
	areas: DemoArea[];
	insights: DemoInsight[];
	/** Refs of threads that were read for feedback in vain. */
	minedWithoutFind: string[];
	reports: DemoReport[];
	held: DemoHeld[];
	nominations: DemoNomination[];
	marked: DemoMarked[];
	watchedWords: DemoWatchedWord[];
	deeds: DemoDeed[];
};
