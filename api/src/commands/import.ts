import { parseArgs } from 'node:util';
import { importStackExchange, progressPrinter, reportLines } from '../modules/transfer/index.ts';
import { openProcess } from '../processes.ts';

const usage = `Usage: npm run import -- stackexchange <folder> [--space slug] [--site host] [--dry-run]
  <folder>    the unpacked XML files of a Stack Exchange data dump
  --space     the space that takes the threads; by default one named for the site
  --site      host of the site, for links to the originals; by default the dump tells
  --dry-run   read and count all, write nothing`;

/** Brings content over from elsewhere; Ctrl-C is safe, the same command goes on where it was. */
export async function runImport(words: string[]): Promise<void> {
	const { values, positionals } = parseArgs({
		args: words,
		allowPositionals: true,
		options: {
			space: { type: 'string' },
			site: { type: 'string' },
			'dry-run': { type: 'boolean' },
			language: { type: 'string' },
		},
	});
	const [source, folder] = positionals;
	if (source !== 'stackexchange' || !folder) throw new Error(usage);
	const language = values.language ?? 'en';
	const { deps, close } = openProcess('import');
	const printer = progressPrinter(language);
	try {
		const report = await importStackExchange({
			sql: deps.sql,
			folder,
			space: values.space,
			site: values.site,
			dryRun: values['dry-run'],
			onProgress: (progress) => printer.show(progress),
		});
		printer.clear();
		for (const line of reportLines(language, report)) console.log(line);
	} finally {
		await close();
	}
}
