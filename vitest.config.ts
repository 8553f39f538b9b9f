import { defineConfig } from 'vitest/config';

// Three sizes: pure functions, HTTP on a real database, and a browser on the whole product.
export default defineConfig({
	test: {
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts', 'packages/*/src/**/*.test.ts'],
					sequence: { groupOrder: 0 },
				},
			},
			{
				extends: true,
				test: {
					name: 'api',
					include: ['tests/api/**/*.test.ts'],
					globalSetup: 'tests/support/setup-api.ts',
					testTimeout: 60_000,
					hookTimeout: 60_000,
					sequence: { groupOrder: 1 },
				},
			},
			{
				extends: true,
				test: {
					name: 'e2e',
					include: ['tests/e2e/**/*.test.ts'],
					globalSetup: 'tests/support/setup-e2e.ts',
					// Two browsers on two busy cores: `.ci/run` names whatever needed a second try.
					retry: 1,
					testTimeout: 60_000,
					hookTimeout: 60_000,
					sequence: { groupOrder: 2 },
				},
			},
		],
	},
});
