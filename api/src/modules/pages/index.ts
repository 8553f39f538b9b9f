import type { Module } from '../../platform/module.ts';
import { pagesRoutes } from './pages.routes.ts';

export const pagesModule: Module = { name: 'pages', routes: pagesRoutes };
