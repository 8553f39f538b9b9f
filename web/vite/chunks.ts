const framework = /node_modules\/(svelte|@sveltejs\/kit|devalue|esm-env|clsx)\/(?!.*app\/forms)/;
const around =
	/src\/lib\/((shell\/(?!KeyList)|i18n|live\/|inbox|device)|ui\/(Avatar|Button|Card|Chip|Diamond|Head|Menu|Message|Page|Status|Time|status)\b)|messages\/src|contracts\/src\/(addresses|paths|cookies)|preload-helper/;
const list = /src\/lib\/(threads\/(Thread|List|NoThreads)|ui\/(Tally|Tabs|Pager|EmptyState))/;
const form = /src\/lib\/(form|refusal|ui\/(form|Form|Field|RequestKey|SignInBeside))/;

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
];
