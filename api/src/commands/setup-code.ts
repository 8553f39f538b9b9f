import { newSetupCode } from '../modules/setup/index.ts';
import { openProcess } from '../processes.ts';

/** Prints a new one-time code for the first run on a line of its own; prints nothing once the community is set up. */
export async function printSetupCode(): Promise<void> {
	const { deps, close } = openProcess('setup-code');
	try {
		const code = await newSetupCode(deps.sql);
		if (code) console.log(code);
	} finally {
		await close();
	}
}
