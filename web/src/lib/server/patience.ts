/** How long a call may wait for its answer: 15 s, a minute with a file. */
const [longest, longestWithFile] = [15_000, 60_000];

/**
 * Makes the `fetch` of one request to the web: once a call got no answer in its time, this and every other of the same
 * request is aborted, so that a page of many calls says within one wait that the API hangs.
 */
export function patientFetch(): (address: string, init: RequestInit) => Promise<Response> {
	const hanging = new AbortController();
	return async (address, init) => {
		const patience = setTimeout(() => hanging.abort(), init.body instanceof FormData ? longestWithFile : longest);
		return fetch(address, { ...init, signal: hanging.signal }).finally(() => clearTimeout(patience));
	};
}
