import type { Module } from '../../platform/module.ts';
import { brandRoutes } from './brand.routes.ts';
import { siteRoutes } from './site.routes.ts';

export const siteModule: Module = {
	name: 'site',
	routes: (app) => {
		siteRoutes(app);
		brandRoutes(app);
	},
};
