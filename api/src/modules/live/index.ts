import type { Module } from '../../platform/module.ts';
import { liveRoutes } from './live.routes.ts';

export const liveModule: Module = { name: 'live', routes: liveRoutes };
