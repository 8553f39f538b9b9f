import { openInnerPort, innerPortSettings } from '@ikatan/process/inner-port';
import type { Meter } from '@ikatan/process/meter';
import { beginTracing } from '@ikatan/process/tracer';
import { readSurroundings } from './env.ts';

export type Watch = { meter: Meter; close(): Promise<void> };

/** Opens what lets others watch over a process, as far as the environment asks for it: its inner port and its traces. */
export async function openWatch(name: string, isReady: () => Promise<boolean>): Promise<Watch> {
	const environment = readSurroundings();
	const endTracing = await beginTracing(name, environment);
	const innerPort = await openInnerPort(name, innerPortSettings(environment), isReady);
	return {
		meter: innerPort.meter,
		close: async () => void (await Promise.all([innerPort.close(), endTracing()])),
	};
}
