import { appendFileSync, chmodSync, chownSync, cpSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { claimScratchFolder, startStack } from '@ikatan/local-stack';
import { connect } from '../../api/src/platform/db.ts';

/** A PostgreSQL of its own, and another one that follows it by streaming. */
export async function startStandby() {
	const [first, second] = [await claimScratchFolder('tests'), await claimScratchFolder('tests')];
	const start = (folder: string) => startStack({ folder, durable: false, meilisearch: false });
	const primary = await start(first.folder.root);
	await copyCluster(primary.databaseUrl, first.folder.root, second.folder.root);
	const standby = await start(second.folder.root);
	return {
		primaryUrl: primary.databaseUrl,
		standbyUrl: standby.databaseUrl,
		stopStandby: standby.stop,
		stop: async () => {
			await standby.stop();
			await primary.stop();
			second.remove();
			first.remove();
		},
	};
}

/** Copies a running cluster, as PostgreSQL's manual says in 25.3.3, and has the copy follow it. */
async function copyCluster(url: string, from: string, to: string): Promise<void> {
	const sql = connect(url, { max: 1 });
	const { hostname, port, username, password } = new URL(url);
	const cluster = path.join(to, 'postgres');
	await sql`select pg_backup_start('standby', true)`;
	cpSync(path.join(from, 'secrets.json'), path.join(to, 'secrets.json'));
	cpSync(path.join(from, 'postgres'), cluster, {
		recursive: true,
		filter: (place) => !place.endsWith('postmaster.pid'),
	});
	const [label] = await sql<{ labelfile: string }[]>`select labelfile from pg_backup_stop()`;
	await sql.end();
	writeFileSync(path.join(cluster, 'backup_label'), label!.labelfile);
	writeFileSync(path.join(cluster, 'standby.signal'), '');
	appendFileSync(
		path.join(cluster, 'postgresql.auto.conf'),
		`primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
	);
	// As root, PostgreSQL runs as another user, to whom the copy belongs as well.
	const { uid, gid } = statSync(path.join(from, 'postgres'));
	for (const name of ['.', ...readdirSync(cluster, { recursive: true, encoding: 'utf8' })])
		chownSync(path.join(cluster, name), uid, gid);
	chmodSync(cluster, 0o700);
}
