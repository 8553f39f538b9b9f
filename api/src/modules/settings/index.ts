import type { Module } from '../../platform/module.ts';
import { settingsRoutes } from './settings.routes.ts';

export {
	changeSettings,
	currentSettings,
	defaultSettings,
	forgetSettings,
	holdSettings,
	loadSettings,
} from './settings.service.ts';
export type { Settings } from './defaults.ts';

export const settingsModule: Module = { name: 'settings', routes: settingsRoutes };
