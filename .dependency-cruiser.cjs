// Which file may import which: the floors and the list of modules, as api/src/app.ts shows them.

/** A module may call only what stands before it. What stands after it hears by events. */
const modules = [
	'settings',
	'audit',
	'accounts',
	'companies',
	'spaces',
	'tags',
	'threads',
	'files',
	'votes',
	'reputation',
	'documents',
	'search',
	'watching',
	'notices',
	'live',
	'moderation',
	'insights',
	'care',
	'bond',
	'dashboards',
	'connect',
	'transfer',
	'setup',
	'site',
	'running',
	'pages',
];

const leftward = modules.slice(0, -1).map((name, place) => ({
	name: `module-${name}-looks-left`,
	comment: `${name} may call only modules that stand before it: ${modules.slice(0, place).join(', ') || 'none'}.`,
	severity: 'error',
	from: { path: `^api/src/modules/${name}/` },
	to: { path: `^api/src/modules/(${modules.slice(place + 1).join('|')})/` },
}));

/** One rule: whoever matches `from` must not import what matches `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...leftward,
		forbid(
			'module-is-listed',
			'Every module has its place in the list above.',
			{ path: `^api/src/modules/(?!(${modules.join('|')})/)` },
			{},
		),
		forbid(
			'module-by-its-face',
			'Another module is reached through its index.ts only.',
			{ path: '^api/src/modules/([^/]+)/' },
			{ path: '^api/src/modules/', pathNot: ['^api/src/modules/$1/', '^api/src/modules/[^/]+/index\\.ts$'] },
		),
		forbid(
			'app-by-faces',
			'The processes know modules by their faces only.',
			{ path: '^api/src/', pathNot: '^api/src/modules/' },
			{ path: '^api/src/modules/', pathNot: '^api/src/modules/[^/]+/index\\.ts$' },
		),
		forbid(
			'platform-knows-no-domain',
			'The ground floor imports nothing above it.',
			{ path: '^api/src/platform/' },
			{ path: '^api/src/', pathNot: '^api/src/platform/' },
		),
		forbid(
			'modules-below-app',
			'Modules do not import the processes that run them.',
			{ path: '^api/src/modules/' },
			{ path: '^api/src/', pathNot: '^api/src/(modules|platform)/' },
		),
		forbid(
			'service-below-routes',
			'Services, queries and policies do not know how they are called.',
			{ path: '^api/src/modules/.+\\.(service|queries|policy)\\.ts$' },
			{ path: '^api/src/modules/.+\\.(routes|jobs)\\.ts$' },
		),
		forbid(
			'queries-below-service',
			'Queries and policies stand on the lowest floor of a module.',
			{ path: '^api/src/modules/.+\\.(queries|policy)\\.ts$' },
			{ path: '^api/src/modules/.+\\.service\\.ts$' },
		),
		forbid(
			'policy-is-pure',
			'A policy decides from what it is given; it may know the shape of a row, not fetch one.',
			{ path: '^api/src/modules/.+\\.policy\\.ts$' },
			{ path: '^(api/src/modules/.+\\.queries\\.ts$|api/src/platform/db\\.ts$)', dependencyTypesNot: ['type-only'] },
		),
		forbid(
			'lucia-in-one-file',
			'Lucia is frozen software behind one seam.',
			{ pathNot: '^api/src/modules/accounts/sessions\\.ts$' },
			{ path: 'node_modules/lucia/' },
		),
		forbid(
			'drivers-on-the-ground-floor',
			'Database, jobs and search engine are reached through platform.',
			{ path: '^api/src/', pathNot: '^api/src/platform/' },
			{ path: 'node_modules/(postgres|pg-boss|meilisearch|nodemailer)/' },
		),
		forbid(
			'web-knows-no-api',
			'The web knows the API through contracts and client only.',
			{ path: '^web/' },
			{ path: '^api/' },
		),
		forbid('api-knows-no-web', 'The API does not know who shows its replies.', { path: '^api/' }, { path: '^web/' }),
		forbid(
			'packages-know-no-product',
			'Packages are shared: they import neither web nor API.',
			{ path: '^packages/' },
			{ path: '^(web|api|tests)/' },
		),
		forbid(
			'product-knows-no-tools',
			'Tests and the local stack drive the product, not the other way.',
			{ path: '^(web|api)/' },
			{ path: '^(tests|packages/local-stack)/' },
		),
		forbid(
			'no-circle',
			'Files that need each other are one file, or miss a third one.',
			{},
			{ circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
		),
		forbid(
			'resolvable',
			'An import that leads nowhere.',
			{ path: '^(api|packages|tests)/' },
			{ couldNotResolve: true },
		),
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(^|/)(build|\\.svelte-kit|\\.turbo|\\.data)/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
			extensions: ['.ts', '.js', '.mjs', '.svelte', '.json'],
		},
	},
};
