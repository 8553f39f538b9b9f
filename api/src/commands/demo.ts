import { community } from '../../demo/content/index.ts';
import { currentSettings, loadSettings } from '../modules/settings/index.ts';
import { inTransaction } from '../platform/db.ts';
import { openProcess } from '../processes.ts';
import { seedEverything } from './demo/seed.ts';

/** Demo accounts sign in with this; the demo listens on this machine only. */
const demoPassword = 'ikat-demo-2026';

/** Loads the demo community into an empty database, once, and prints who may sign in. */
export async function loadDemo(): Promise<void> {
	const { deps, close } = openProcess('demo');
	try {
		const { ready } = await loadSettings(deps.sql);
		if (!ready) {
			await inTransaction(deps.sql, async (tx) => {
				// Rendering sixty threads takes a while between statements.
				await tx`set local idle_in_transaction_session_timeout = '5min'`;
				await seedEverything(tx, deps, community, demoPassword);
			});
		}
		printAccounts((await currentSettings(deps.sql)).siteName);
	} finally {
		await close();
	}
}

const shownRoles = ['admin', 'moderator', 'agent', 'product', 'success', 'champion', 'member'] as const;

function printAccounts(siteName: string): void {
	const rows = shownRoles.flatMap((role) => {
		const member = community.members.find((candidate) => candidate.role === role);
		return member ? [{ role, mail: member.mail, name: member.displayName }] : [];
	});
	const width = Math.max(...rows.map((row) => row.mail.length));
	console.log(`\n${siteName}: sign in as any of these with the password ${demoPassword}\n`);
	for (const { role, mail, name } of rows) console.log(`  ${role.padEnd(10)} ${mail.padEnd(width)}  ${name}`);
	console.log('');
}
