import { identify } from './processes.ts';

/** Why we stop before the work is done; carries no blame. */
export class Ended extends Error {
	override name = 'Ended';
}

/**
 * Turns Ctrl-C, SIGTERM, a closed terminal and the death of npm into one abort. `onHurry` is called when the person presses
 * Ctrl-C again.
 */
export function listenForEnd(onHurry: () => void): AbortController {
	const ending = new AbortController();
	let firstAt = 0;
	const end = () => {
		if (ending.signal.aborted) {
			// One key press may arrive twice: from the terminal, and passed on by npm.
			if (Date.now() - firstAt > 400) onHurry();
			return;
		}
		firstAt = Date.now();
		ending.abort(new Ended('Stopped.'));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
	if (process.env.npm_lifecycle_event) watchParent(end);
	return ending;
}

/** A SIGTERM to npm kills the shell between npm and us, which tells nobody: we notice that our parent has changed. */
function watchParent(end: () => void): void {
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent && identify(parent)) return;
		clearInterval(watch);
		end();
	}, 500);
	watch.unref();
}
