import type { Module } from '../../platform/module.ts';
import { setupRoutes } from './setup.routes.ts';

export { newSetupCode } from './setup.service.ts';

export const setupModule: Module = { name: 'setup', routes: setupRoutes };
