import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { write } from './outage.ts';
import { settle, type Person } from './people.ts';
import { openPostOffice } from './post-office.ts';
import type { Setting } from './rounds.ts';
import { openStage, type Stage } from './stage.ts';
import { depsOf, untilCalm, verifyNumbers } from './verify.ts';

/** Bytes for files, and for the database. */
const sizes = { files: '4m', postgres: '256m' };

/** Disks run full, that of the files and that of the database: clear words, nothing half, and all goes on once there is room. */
export async function fullDisk({ root, seed, say }: Setting): Promise<string[]> {
	if (process.getuid?.() !== 0) return asRootOfItsOwn(seed, say);
	const [files, postgres] = [path.join(root, 'files'), path.join(root, 'postgres')];
	const owners = [ownerOfPostgres(), 'mode=0700'];
	if (!mount(files, sizes.files, 'mode=0700') || !owners.some((owner) => mount(postgres, sizes.postgres, owner))) {
		unmount(files);
		say('  not tried: no small file system can be mounted here');
		return [];
	}
	const post = await openPostOffice();
	const wrong: string[] = [];
	const expect = (what: string, holds: boolean, beside: unknown = '') => {
		say(`  ${holds ? 'yes' : 'NO '}  ${what}${holds ? '' : ` ${String(beside).slice(0, 300)}`}`);
		if (!holds) wrong.push(what);
	};
	let stage: Stage | undefined;
	try {
		stage = await openStage(root, post, { FILES_FOLDER: files });
		const { people, spaceId } = await settle(stage, 2);
		const [asker, helper] = people as [Person, Person];

		const room = fill(files);
		const refused = await upload(stage, asker);
		expect('an upload to a full disk says 507 “storage-full”', refused === '507 storage-full', refused);
		expect(
			'and leaves nothing half written',
			listOf(files).every((name) => !name.endsWith('.part')),
			listOf(files).join(),
		);
		rmSync(room);
		const taken = await upload(stage, asker);
		expect('and is taken once there is room', taken.startsWith('201'), taken);

		const thread = await write(stage, asker, '/api/threads', randomUUID(), {
			kind: 'question',
			spaceId,
			title: 'What happens when the disk is full?',
			sourceText: 'Let us see.',
			tags: [],
		});
		const address = `/api/threads/${(thread.body as { id: number }).id}/answers`;
		const ballast = fill(postgres);
		const [keys, statuses]: [string[], number[]] = [[], []];
		for (let turn = 0; turn < 40 && statuses.filter((status) => status !== 201).length < 5; turn++) {
			const key = randomUUID();
			const sourceText = `${turn} ${'a sentence that takes its room on the disk '.repeat(1200)}`;
			const { status } = await write(stage, helper, address, key, { sourceText }).catch(() => ({ status: 0 }));
			statuses.push(status);
			if (status !== 201) keys.push(key);
		}
		const refusals = new Set(statuses.filter((status) => status !== 201));
		expect(
			`the database's disk full: every write is taken, or refused as 507 or 503 (${[...refusals].join()})`,
			[...refusals].every((status) => [507, 503, 502].includes(status)) && refusals.size > 0,
			statuses.join(),
		);
		rmSync(ballast);
		const deps = depsOf(stage);
		const calm = await untilCalm(stage, deps, 150);
		expect(
			`all is back by itself after ${(calm.ms / 1000).toFixed(1)} s`,
			calm.missing.length === 0,
			calm.missing.join(),
		);
		for (const key of keys) await write(stage, helper, address, key, { sourceText: `again ${key}` });
		const rows = await stage.sql`select from posts where kind = 'answer'`;
		expect('every write is there once', rows.length === statuses.length, `${rows.length} of ${statuses.length}`);
		await untilCalm(stage, deps, 60);
		wrong.push(...(await verifyNumbers(deps, { all: false })));
	} finally {
		await stage?.close();
		await post.close();
		for (const place of [files, postgres]) unmount(place);
	}
	return wrong;
}

/** Everybody else tries it in a namespace, in which they are root and may mount what nobody outside sees. */
function asRootOfItsOwn(seed: number, say: Setting['say']): string[] {
	const namespace = ['--user', '--map-root-user', '--mount'];
	if (spawnSync('unshare', [...namespace, 'true']).status !== 0) {
		say('  not tried: it takes root, or a kernel that lets others have namespaces of their own (unshare)');
		return [];
	}
	const again = [path.resolve(import.meta.dirname, 'run.ts'), '--only', 'disk', '--seed', String(seed)];
	const { status } = spawnSync('unshare', [...namespace, process.execPath, ...again], { stdio: 'inherit' });
	return status === 0 ? [] : ['what is said above, in a namespace of its own'];
}

function mount(place: string, size: string, options: string): boolean {
	mkdirSync(place, { recursive: true });
	return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},${options}`, 'tmpfs', place]).status === 0;
}

function unmount(place: string): void {
	spawnSync('umount', ['-l', place]);
}

/** Root starts PostgreSQL as the user of that name, to whom its folder has to belong. */
function ownerOfPostgres(): string {
	const id = (flag: string) => {
		try {
			return execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }).trim();
		} catch {
			return '0';
		}
	};
	return `mode=0700,uid=${id('-u')},gid=${id('-g')}`;
}

/** Writes a file until there is no room left; returns where it is. */
function fill(place: string): string {
	const file = path.join(place, 'ballast');
	const handle = openSync(file, 'w');
	try {
		for (let size = 1 << 20; size >= 512;) {
			try {
				if (writeSync(handle, Buffer.alloc(size)) < size) size = size >> 1;
			} catch {
				size = size >> 1;
			}
		}
	} finally {
		closeSync(handle);
	}
	return file;
}

const listOf = (place: string) => readdirSync(place, { recursive: true }).map(String);

async function upload({ origin }: Stage, { cookie }: Person): Promise<string> {
	const image = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#446' } })
		.png()
		.toBuffer();
	const form = new FormData();
	form.append('file', new Blob([new Uint8Array(image)]), 'disk.png');
	const reply = await fetch(`${origin}/api/files?purpose=post`, {
		method: 'POST',
		headers: { cookie, origin },
		body: form,
	});
	const said = (await reply.json().catch(() => ({}))) as { code?: string };
	return `${reply.status} ${said.code ?? ''}`;
}
