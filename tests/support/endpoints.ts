import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Endpoint } from '@ikatan/contracts';

export type NamedEndpoint = { name: string; domain: string; endpoint: Endpoint };

const folder = path.resolve(import.meta.dirname, '../../packages/contracts/src');

function isEndpoint(value: unknown): value is Endpoint {
	return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'reply' in value;
}

/** Every endpoint that the contracts declare, found by itself: a new one is part of every test that asks for all. */
export async function allEndpoints(): Promise<NamedEndpoint[]> {
	const found: NamedEndpoint[] = [];
	for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts')) {
		const exported = (await import(path.join(folder, file))) as Record<string, unknown>;
		for (const [name, value] of Object.entries(exported)) {
			if (isEndpoint(value)) found.push({ name, domain: file.replace('.ts', ''), endpoint: value });
		}
	}
	return found;
}

/** The names in a path, e.g. `threadId` of `/api/threads/:threadId`. */
export const namesInPath = (path: string): string[] => [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
