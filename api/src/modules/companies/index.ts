import type { Module } from '../../platform/module.ts';
import './companies.events.ts';
import { companiesRoutes } from './companies.routes.ts';

export const companiesModule: Module = { name: 'companies', routes: companiesRoutes };
