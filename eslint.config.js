import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const readsEnvironment = {
	selector: "MemberExpression[object.name='process'][property.name='env']",
	message: 'Only api/src/platform/env.ts reads the environment: take what you need from deps.env.',
};
const writesSql = {
	selector: 'TaggedTemplateExpression[tag.name=/^(sql|tx|db)$/]',
	message: 'SQL stands in the *.queries.ts of its module.',
};

export default ts.config(
	{
		ignores: [
			'**/node_modules/',
			'**/build/',
			'**/.svelte-kit/',
			'**/.turbo/',
			'.data/',
			'.vitest/',
			'**/coverage/',
			'**/test-results/',
		],
	},
	// The recommended sets without type information: with it, .svelte files take a minute and bring false alarms.
	...ts.configs.recommended,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		languageOptions: { globals: { ...globals.node } },
		rules: {
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-console': 'off',
			// Vitest reads the names of fixtures from this pattern, also when there are none.
			'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
			'@typescript-eslint/consistent-type-imports': [
				'error',
				{ fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
			],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: {
			globals: { ...globals.browser },
			parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] },
		},
		rules: {
			// svelte-check knows the names better.
			'no-undef': 'off',
			// Addresses come from the contracts, which the API's mails and feeds use too; the product lives at the root of its origin.
			'svelte/no-navigation-without-resolve': 'off',
		},
	},
	{
		// The one place where HTML from the API enters a page.
		files: ['web/src/lib/**/RichText.svelte'],
		rules: { 'svelte/no-at-html-tags': 'off' },
	},
	{
		files: ['api/**/*.ts'],
		ignores: ['api/src/platform/env.ts'],
		rules: { 'no-restricted-syntax': ['error', readsEnvironment] },
	},
	{
		files: ['api/src/modules/**/*.{routes,service,policy,jobs}.ts'],
		rules: { 'no-restricted-syntax': ['error', readsEnvironment, writesSql] },
	},
);
