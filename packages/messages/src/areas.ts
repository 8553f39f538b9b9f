/** Every area of words, typed by its English catalog. A new area: one line here and one file in each language's folder. */
export type Areas = {
	admin: typeof import('./en/admin.json');
	'admin-people': typeof import('./en/admin-people.json');
	'admin-places': typeof import('./en/admin-places.json');
	'site-settings': typeof import('./en/site-settings.json');
	brand: typeof import('./en/brand.json');
	running: typeof import('./en/running.json');
	documents: typeof import('./en/documents.json');
	insights: typeof import('./en/insights.json');
	editor: typeof import('./en/editor.json');
	post: typeof import('./en/post.json');
	flag: typeof import('./en/flag.json');
	thread: typeof import('./en/thread.json');
	'thread-around': typeof import('./en/thread-around.json');
	moderate: typeof import('./en/moderate.json');
	moderation: typeof import('./en/moderation.json');
	report: typeof import('./en/report.json');
	audit: typeof import('./en/audit.json');
	mining: typeof import('./en/mining.json');
	ask: typeof import('./en/ask.json');
	roadmap: typeof import('./en/roadmap.json');
	telling: typeof import('./en/telling.json');
	search: typeof import('./en/search.json');
	member: typeof import('./en/member.json');
	home: typeof import('./en/home.json');
	setup: typeof import('./en/setup.json');
	inbox: typeof import('./en/inbox.json');
	account: typeof import('./en/account.json');
	errors: typeof import('./en/errors.json');
	mail: typeof import('./en/mail.json');
	notices: typeof import('./en/notices.json');
	shell: typeof import('./en/shell.json');
	time: typeof import('./en/time.json');
	transfer: typeof import('./en/transfer.json');
	trouble: typeof import('./en/trouble.json');
};

/** `area.key` of every message there is. */
export type MessageKey = {
	[Area in keyof Areas]: `${Area}.${Exclude<keyof Areas[Area], 'default'> & string}`;
}[keyof Areas];
