import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** A backup that does not begin so was not made by us, or by a version that wrote otherwise. */
const format = 'ikatan-backup-1';

const Checked = z.object({ bytes: z.number(), sha256: z.string() });

/** What a backup holds. It is written last: a folder without it is half a backup. */
export const Manifest = z.object({
	format: z.literal(format),
	madeAt: z.iso.datetime(),
	product: z.string(),
	postgresql: z.string(),
	/** Migrations that had run, oldest first. */
	migrations: z.array(z.object({ version: z.number(), md5: z.string() })).min(1),
	tables: z.array(
		Checked.extend({ name: z.string().regex(/^[a-z_0-9]+$/), columns: z.array(z.string()).min(1), rows: z.number() }),
	),
	/** Where the numbers of identity columns go on. */
	sequences: z.array(z.object({ name: z.string(), lastValue: z.string(), isCalled: z.boolean() })),
	files: Checked.extend({ count: z.number(), missing: z.number() }),
});
export type Manifest = z.infer<typeof Manifest>;
export type Checked = z.infer<typeof Checked>;

export const places = (folder: string) => ({
	manifest: path.join(folder, 'manifest.json'),
	table: (name: string) => path.join(folder, 'tables', `${name}.copy.gz`),
	/** One line for each file: key, bytes, sha256, parted by tabs. */
	fileList: path.join(folder, 'files.tsv.gz'),
	file: (key: string) => path.join(folder, 'files', key),
});

/** Writes the manifest, which makes the backup whole, and returns it. */
export async function writeManifest(folder: string, parts: Omit<Manifest, 'format'>): Promise<Manifest> {
	const manifest: Manifest = { format, ...parts };
	const text = `${JSON.stringify(manifest, null, '\t')}\n`;
	await writeFile(places(folder).manifest, text, { mode: 0o600, flush: true });
	return manifest;
}

/** Reads what a backup says of itself; throws a sentence when the folder holds none, or half of one. */
export async function readManifest(folder: string): Promise<Manifest> {
	const text = await readFile(places(folder).manifest, 'utf8').catch(() => {
		throw new Error(`There is no complete backup in ${folder}: manifest.json is missing.`);
	});
	const parsed = Manifest.safeParse(parseJson(text));
	if (parsed.success) return parsed.data;
	throw new Error(`The manifest of ${folder} cannot be read: ${z.prettifyError(parsed.error)}`);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
