import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { Problem } from './problem.ts';

/** How to start a program of PostgreSQL: by which command, and as which user. */
export type Launcher = { command: string; leading: string[]; uid?: number; gid?: number };

/**
 * PostgreSQL refuses to run as root. Everybody else starts it as themselves. Root starts it as the system user `postgres`
 * (made when it is missing), or, where that user cannot reach the folders, in a user namespace in which root is called 1000.
 */
export function launcherFor(binary: string, databaseFolder: string): Launcher {
	if (process.getuid?.() !== 0) return { command: binary, leading: [] };
	const account = postgresAccount();
	const ownedBy = existsSync(databaseFolder) ? statSync(databaseFolder).uid : undefined;
	if (account && ownedBy !== 0 && reaches(account, binary, databaseFolder))
		return { command: binary, leading: [], ...account };
	const leading = ['--user', '--map-user=1000', '--map-group=1000', binary];
	const works = spawnSync('unshare', [...leading, '--version']).status === 0;
	if (works && (ownedBy === undefined || ownedBy === 0)) return { command: 'unshare', leading };
	throw new Problem(
		[
			'PostgreSQL does not run as root, and the system user "postgres" cannot read',
			`  ${databaseFolder}`,
			'Run the command as a normal user, or clone into a folder that others may pass through (not /root),',
			'or use a PostgreSQL of your own: DATABASE_URL=postgres://…',
		].join('\n'),
	);
}

type Account = { uid: number; gid: number };

function postgresAccount(): Account | undefined {
	const found = readAccount();
	if (found) return found;
	spawnSync('groupadd', ['--system', 'postgres']);
	spawnSync('useradd', [
		'--system',
		'--no-create-home',
		'--gid',
		'postgres',
		'--shell',
		'/usr/sbin/nologin',
		'postgres',
	]);
	return readAccount();
}

function readAccount(): Account | undefined {
	const [uid, gid] = ['-u', '-g'].map((flag) =>
		spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout?.trim(),
	);
	return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** True when the account can run the program and own the database folder where it is to be. */
function reaches(account: Account, binary: string, databaseFolder: string): boolean {
	if (spawnSync(binary, ['--version'], account).status !== 0) return false;
	const isNew = !existsSync(databaseFolder);
	mkdirSync(databaseFolder, { recursive: true, mode: 0o700 });
	if (isNew) chownSync(databaseFolder, account.uid, account.gid);
	if (spawnSync('ls', [databaseFolder], account).status === 0) return true;
	if (isNew) chownSync(databaseFolder, 0, 0);
	return false;
}
