import type { TestProject } from 'vitest/node';
import { joinServices } from './services.ts';

/** Starts PostgreSQL and Meilisearch once for all test files that speak HTTP to the API. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { services, leave } = await joinServices();
	project.provide('services', services);
	return leave;
}
