import type { Module } from '../../platform/module.ts';
import { filesRoutes } from './files.routes.ts';
import { removePictures, sweepUnused } from './files.service.ts';

export { sentFile } from './files.routes.ts';
export { keep as keepFile, storeOf } from './files.service.ts';
export type { FileStore } from './storage.ts';

export const filesModule: Module = {
	name: 'files',
	routes: filesRoutes,
	jobs: ({ deps, jobs, subscriptions }) => {
		subscriptions.on('files', 'member.deleted', (tx, { payload }) => removePictures(tx, deps, payload.memberId));
		jobs.add({ name: 'files.sweep', cron: '37 3 * * *', act: async () => void (await sweepUnused(deps)) });
	},
};
