/** Without what only forms need. */
const framework =
	/node_modules\/(svelte|@sveltejs\/kit|devalue|esm-env|clsx)\/(?!.*(app\/forms|bindings\/(input|select|shared)|shared\/clone))/;
const around =
	/src\/lib\/((shell\/(?!KeyList|AccountMenu|MailReminder|ofMembers)|i18n|live\/|inbox|device|parts|refusal|typedEarly)|ui\/(Avatar|Button|Card|Chip|Diamond|Head|Message|Page\b|Status|Time|status)\b)|plainData|messages\/src|routes\/\+(layout|error)\.svelte|contracts\/src\/(addresses|kinds|paths|cookies)|preload-helper/;
const list = /src\/lib\/(threads\/(Thread|List|NoThreads)|ui\/(Tally|Pager|EmptyState))/;
const form = /src\/lib\/(form|ui\/(form|Form|Field|RequestKey|SignInBeside))|kit\/.*app\/forms/;
/** Of the pages about one thread or post, what the thread's own shows before anything is done there. */
const thread =
	/src\/lib\/(thread\/(openThread|view|address|parts|selection\/Selecting)|editor\/draftPlace|ui\/Later)\b|\[\[postId=id\]\]\/(ThreadPage|ThreadAside|ThreadKeys|parts)\b/;

// Words come in files by language, which a page begins to load before it needs them.
const isWords = (id: string) => id.includes('ikatan-words/');

/**
 * What the browser gets in one file each: the framework, what stands around every page, lists of threads, forms. The dozens
 * of tiny files that they would be otherwise pack worse: 9 kB more on the home page.
 */
export const chunks = [
	// Of the framework's own rare parts, those that one page alone needs stay with it.
	{ name: 'framework', test: framework, minShareCount: 3 },
	{ name: 'shell', test: (id: string) => around.test(id) && !isWords(id) },
	{ name: 'list', test: list },
	{ name: 'form', test: form },
	{ name: 'thread', test: thread },
	// A file of its own, or the names' style would come with a page of the team's and be missing from a visitor's.
	{ name: 'author', test: /src\/lib\/thread\/(AuthorName|author\.ts)/ },
];
