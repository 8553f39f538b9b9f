import type { Module } from '../../platform/module.ts';
import { noticesJobs } from './notices.jobs.ts';
import { noticesRoutes } from './notices.routes.ts';

export { beginningOfNote, rewordNotice, takeBackNotes, tellMembers, type DirectNotice } from './direct.ts';
export { asksToAccept } from './reminders.queries.ts';

export const noticesModule: Module = { name: 'notices', routes: noticesRoutes, jobs: noticesJobs };
