import { rerenderStale } from '../modules/threads/index.ts';
import { openProcess } from '../processes.ts';

/** Renders every body anew that an older renderer made; a job does the same every night. */
export async function rerenderBodies(): Promise<void> {
	const { deps, close } = openProcess('rerender');
	try {
		const done = await rerenderStale(deps, (count) => console.log(`${count} posts`));
		console.log(done === 0 ? 'Every post is up to date.' : `Rendered ${done} posts anew.`);
	} finally {
		await close();
	}
}
