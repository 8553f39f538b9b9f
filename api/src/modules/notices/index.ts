import type { Module } from '../../platform/module.ts';
import { noticesJobs } from './notices.jobs.ts';
import { noticesRoutes } from './notices.routes.ts';

export { mailDueNotices } from './notice-mail.ts';
export { countUnseen } from './notices.queries.ts';
export { asksToAccept } from './reminders.queries.ts';
export { remindToAccept } from './reminders.service.ts';

export const noticesModule: Module = { name: 'notices', routes: noticesRoutes, jobs: noticesJobs };
