import type { Module } from '../../platform/module.ts';
import { runningRoutes } from './running.routes.ts';

export { isWorkerThere, noteBackup } from './about.queries.ts';
export { mailGoes } from './mails.service.ts';
export { countTroubles } from './work.service.ts';

export const runningModule: Module = { name: 'running', routes: runningRoutes };
