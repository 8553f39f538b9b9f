import type { Module } from '../../platform/module.ts';

export { findOldAddress } from './address.ts';
export { progressPrinter } from './progress.ts';
export { reportLines } from './report.ts';
export { importStackExchange } from './stackexchange/import.ts';
export type { ImportReport } from './stackexchange/import.ts';

export const transferModule: Module = { name: 'transfer' };
