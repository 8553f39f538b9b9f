import type { Module } from '../../platform/module.ts';
import type { ImportOptions, ImportReport } from './stackexchange/import.ts';

export { findOldAddress } from './address.ts';
export { progressPrinter } from './progress.ts';
export { reportLines } from './report.ts';
export type { ImportReport } from './stackexchange/import.ts';

/** See `stackexchange/import.ts`, which only the command loads. */
export async function importStackExchange(options: ImportOptions): Promise<ImportReport> {
	return await (await import('./stackexchange/import.ts')).importStackExchange(options);
}

export const transferModule: Module = { name: 'transfer' };
