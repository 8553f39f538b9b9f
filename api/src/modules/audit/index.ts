import type { Module } from '../../platform/module.ts';
import { insertEntry } from './audit.queries.ts';

export { findSectionOf, listSettingsChanges } from './settings.queries.ts';
export type { SettingsChange, SettingsChanges } from './settings.queries.ts';
export { listActions, listLines, type LogLine } from './log.queries.ts';
export { listLinesAbout } from './subject.queries.ts';

/** Writes one line nobody can edit, in the transaction of the deed that it tells of. */
export const write = insertEntry;

export const auditModule: Module = { name: 'audit' };
