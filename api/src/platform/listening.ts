import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Sql } from './db.ts';

/** Between two tries to listen again, ms. */
const again = 500;

/**
 * Listens on NOTIFY channels over a connection of its own until it is ended, however often and however long the database is away:
 * postgres.js itself tries only once to listen again. `stands` runs each time when it listens; something may have been missed before.
 * Throws when the database does not answer at first.
 */
export async function listenLasting(
	direct: Sql,
	hear: Record<string, (payload: string) => void>,
	stands: () => void,
): Promise<() => Promise<void>> {
	let ended = false;
	let trying = true;
	const own = postgres({
		...direct.options,
		max: 1,
		idle_timeout: null,
		max_lifetime: null,
		fetch_types: false,
		onclose: () => void tryAgain(),
		onnotify: (channel: string, payload: string) => hear[channel]?.(payload),
	} as never);

	async function begin(): Promise<void> {
		for (const channel of Object.keys(hear)) await own`listen ${own(channel)}`;
		stands();
	}

	async function tryAgain(): Promise<void> {
		if (trying || ended) return;
		trying = true;
		while (!ended) {
			const stood = await begin().then(
				() => true,
				() => false,
			);
			if (stood) break;
			await sleep(again, undefined, { ref: false });
		}
		trying = false;
	}

	await begin();
	trying = false;
	return async () => {
		ended = true;
		await own.end({ timeout: 0 });
	};
}
