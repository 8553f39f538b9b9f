import { createContext } from 'svelte';
import { LiveConnection } from './connection.ts';

const [useLive, setLive] = createContext<LiveConnection>();
export { useLive };

/** Called once, by the root layout; nothing is opened before somebody listens. */
export function provideLive(): LiveConnection {
	return setLive(
		new LiveConnection({
			open: () => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/live`),
			isHidden: () => document.visibilityState === 'hidden',
			random: Math.random,
		}),
	);
}

/** Milliseconds out of sight after which a line is not trusted any more (a laptop that slept). */
const longSleep = 5 * 60_000;

/** In the browser: follows the network and the page's coming and going. Returns the end of it. */
export function tendLive(live: LiveConnection): () => void {
	let hiddenAt = 0;
	const seen = () => {
		if (document.visibilityState === 'hidden') hiddenAt = Date.now();
		else if (hiddenAt && Date.now() - hiddenAt > longSleep) live.restart();
		else live.wake();
	};
	const online = () => live.restart();
	const hide = () => live.rest();
	const show = (event: PageTransitionEvent) => event.persisted && live.wake();
	document.addEventListener('visibilitychange', seen);
	addEventListener('online', online);
	addEventListener('pagehide', hide);
	addEventListener('pageshow', show);
	return () => {
		document.removeEventListener('visibilitychange', seen);
		removeEventListener('online', online);
		removeEventListener('pagehide', hide);
		removeEventListener('pageshow', show);
		live.rest();
	};
}
