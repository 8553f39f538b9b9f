// npm run demo, npm start and npm run dev: everything that the product needs, started in the right order, kept running, and
// stopped without leaving a process behind.
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ended, listenForEnd } from './ending.ts';
import { environmentOf, portsOf, reachOf } from './environment.ts';
import { folderAt, repository } from './folder.ts';
import type { Folder } from './folder.ts';
import { isPortFree } from './ports.ts';
import { Problem } from './problem.ts';
import { ensureWebBuilt, runCommand, startPrograms } from './product.ts';
import type { Setting } from './product.ts';
import { claimFolder } from './running.ts';
import type { Claim } from './running.ts';
import { reapServices, startServices } from './services.ts';
import { createSupervisor } from './supervisor.ts';
import type { Supervisor } from './supervisor.ts';
import { createTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';

type Kind = 'demo' | 'start' | 'dev';

/** What all steps of one run share. */
type Run = {
	kind: Kind;
	folder: Folder;
	terminal: Terminal;
	supervisor: Supervisor;
	signal: AbortSignal;
	claim: Claim;
};

async function main(): Promise<number> {
	const kind = kindOf(process.argv[2]);
	const terminal = createTerminal();
	const folder = folderAt(process.env.IKATAN_DATA || path.join(repository, '.data', kind));
	let exitCode = 0;
	const ending = listenForEnd(() => supervisor.hurry());
	const supervisor = createSupervisor(terminal, (name) => {
		exitCode = 1;
		ending.abort(new Problem(`${name} does not stay up. Its log: ${path.join(folder.logs, `${name}.log`)}`));
	});
	let claim: Claim | undefined;
	try {
		claim = claimFolder(folder, kind);
		await bringUp({ kind, folder, terminal, supervisor, signal: ending.signal, claim });
		await untilAborted(ending.signal);
	} catch (error) {
		if (!(error instanceof Ended)) {
			exitCode = 1;
			terminal.say(`\n${error instanceof Problem ? error.message : wordsOf(error)}\n`);
		}
	}
	if (supervisor.hasStarted()) {
		terminal.muteWarnings();
		terminal.say('Stopping …');
		await supervisor.stopAll();
		terminal.say('Stopped.');
	}
	claim?.release();
	return exitCode;
}

function kindOf(word: string | undefined): Kind {
	if (word === 'demo' || word === 'start' || word === 'dev') return word;
	process.stderr.write('Usage: node packages/local-stack/src/run.ts demo|start|dev\n');
	process.exit(2);
}

function wordsOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

async function bringUp(run: Run): Promise<void> {
	const { kind, folder, terminal, supervisor, signal, claim } = run;
	const reaped = await reapServices(folder);
	if (reaped.length > 0) terminal.say(`Ended what an earlier run left behind: ${reaped.join(', ')}.`);
	await refuseTakenPorts(kind);
	const services = await startServices(supervisor, folder, process.env);
	signal.throwIfAborted();
	const environment = environmentOf(kind, folder, services.environment, process.env);
	const setting: Setting = { folder, environment, terminal, supervisor, signal };

	if (kind !== 'dev') await ensureWebBuilt(setting);
	await runCommand(setting, 'migrate');
	if (services.needsRebuild) {
		terminal.say('Rebuilding the search index …');
		await runCommand(setting, 'search:rebuild');
	}
	const members = kind === 'start' ? '' : await runCommand(setting, 'demo');
	await startPrograms(setting, { watching: kind === 'dev' });
	claim.publish(reachOf(environment));
	const setup = kind === 'start' ? await setupWords(setting) : '';
	terminal.say(welcome(environment, [members, setup, services.note ?? '']));
}

/** How to make the first admin; empty once there is one. */
async function setupWords(setting: Setting): Promise<string> {
	const code = (await runCommand(setting, 'setup-code')).trim();
	if (!code) return '';
	return [
		`  Nobody has set this community up yet: open ${setting.environment.PUBLIC_ORIGIN}/setup`,
		`  One-time code:        ${code}`,
	].join('\n');
}

async function refuseTakenPorts(kind: Kind): Promise<void> {
	const ports = portsOf(process.env);
	const wanted = [
		{ port: ports.web, variable: 'PORT', instead: ports.web + 100 },
		{ port: ports.api, variable: 'API_PORT', instead: ports.api + 100 },
	];
	const taken = [];
	for (const want of wanted) {
		const free = (await isPortFree(want.port)) && (await isPortFree(want.port, '::1'));
		if (!free) taken.push(want);
	}
	if (taken.length === 0) return;
	const command = kind === 'start' ? 'npm start' : `npm run ${kind}`;
	throw new Problem(
		[
			...taken.map(({ port }) => `Port ${port} is taken by another program.`),
			`Stop that program, or go on with other ports:  ${taken.map(({ variable, instead }) => `${variable}=${instead}`).join(' ')} ${command}`,
		].join('\n'),
	);
}

function welcome(environment: NodeJS.ProcessEnv, parts: string[]): string {
	const origin = environment.PUBLIC_ORIGIN;
	const mailbox = environment.LOCAL_MAILBOX === '1' ? [`  The mail it sends:    ${origin}/mailbox`] : [];
	return [
		'',
		`  Ikatan is running:    ${origin}`,
		...mailbox,
		'',
		...parts.flatMap((part) => (part.trim() ? [part.trimEnd(), ''] : [])),
		'  Ctrl-C stops it.',
		'',
	].join('\n');
}

async function untilAborted(signal: AbortSignal): Promise<never> {
	// A timer keeps the process awake: its children do not.
	for (;;) await sleep(2 ** 30, undefined, { signal }).catch(() => signal.throwIfAborted());
}

process.exitCode = await main();
process.exit();
