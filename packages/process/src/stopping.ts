import { setTimeout as sleep } from 'node:timers/promises';

export type StopSettings = {
	/** Seconds between saying that one goes and going: time for a proxy to notice that one is not ready any more. */
	delaySeconds: number;
	/** So many seconds after the request to stop the process ends, whatever is still under way. */
	limitSeconds: number;
};

export type Steps = StopSettings & {
	say(message: string, facts: object, mistake?: unknown): void;
	/** At once: not ready any more, open lines are told to come back elsewhere. */
	leave?(): void;
	/** Lets what is under way end, and lets go of everything. */
	close(): Promise<void>;
};

/** Reads STOP_DELAY_SECONDS (0) and STOP_LIMIT_SECONDS (10, and never less than the delay and five). */
export function stopSettings(environment: NodeJS.ProcessEnv): StopSettings {
	const delaySeconds = secondsOf(environment, 'STOP_DELAY_SECONDS', 0);
	return { delaySeconds, limitSeconds: Math.max(delaySeconds + 5, secondsOf(environment, 'STOP_LIMIT_SECONDS', 10)) };
}

function secondsOf(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
	const seconds = environment[name] ? Number(environment[name]) : fallback;
	if (seconds >= 0 && seconds <= 3600) return seconds;
	throw new Error(`${name}: ${environment[name]} is no number of seconds`);
}

/**
 * Ends the process once it is asked to: leave, wait so that no new work is sent here, close, go. Who stands at a terminal
 * (SIGINT) or has lost the parent need not wait.
 */
export function stopGracefully({ delaySeconds, limitSeconds, say, leave, close }: Steps): void {
	const stop = async (reason: string) => {
		say('stopping', { reason });
		setTimeout(() => {
			say('not everything ended in time', { limitSeconds });
			process.exit(1);
		}, limitSeconds * 1000).unref();
		leave?.();
		if (reason === 'SIGTERM') await sleep(delaySeconds * 1000);
		await close();
		say('stopped', {});
	};
	let stopping = false;
	const end = (reason: string) => {
		if (stopping) return;
		stopping = true;
		stop(reason).then(
			() => process.exit(0),
			(error: unknown) => {
				say('stop failed', {}, error);
				process.exit(1);
			},
		);
	};
	for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(signal));
	process.on('disconnect', () => end('parent gone'));
}
