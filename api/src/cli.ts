import { readEnv } from './platform/env.ts';
import { migrate } from './platform/migrate.ts';

const [command = '', ...rest] = process.argv.slice(2);

/** The commands of the API, each loaded only when asked for. */
const commands: Record<string, (words: string[]) => Promise<void>> = {
	migrate: async () => {
		const env = readEnv();
		const files = await migrate(env.DATABASE_DIRECT_URL ?? env.DATABASE_URL);
		for (const file of files) console.log(`ran ${file.split('/').at(-1)}`);
	},
	schema: async () => (await import('./commands/schema.ts')).writeSchema(),
	demo: async () => (await import('./commands/demo.ts')).loadDemo(),
	'setup-code': async () => (await import('./commands/setup-code.ts')).printSetupCode(),
	import: async (words) => (await import('./commands/import.ts')).runImport(words),
	'search:rebuild': async () => (await import('./commands/search.ts')).rebuildSearch(),
	'eval:search': async (words) => (await import('./commands/search.ts')).evaluateSearch(words),
	recount: async (words) => (await import('./commands/recount.ts')).runRecount(words),
	backup: async (words) => (await import('./commands/backup.ts')).runBackup(words),
	restore: async (words) => (await import('./commands/restore.ts')).runRestore(words),
	rerender: async () => (await import('./commands/rerender.ts')).rerenderBodies(),
};

const run = commands[command];
if (!run) {
	console.error(`Unknown command “${command}”. There are: ${Object.keys(commands).join(', ')}`);
	process.exit(2);
}
try {
	await run(rest);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
