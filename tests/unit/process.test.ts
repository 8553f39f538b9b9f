import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openInnerPort, innerPortSettings } from '@ikatan/process/inner-port';
import { shownError } from '@ikatan/process/line';
import { shownPath } from '@ikatan/process/paths';
import { prometheusMeter } from '@ikatan/process/prometheus';
import { withSecretFiles } from '@ikatan/process/secrets';
import { stopSettings } from '@ikatan/process/stopping';

const folder = mkdtempSync(path.join(tmpdir(), 'ikatan-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
	const at = path.join(folder, name);
	writeFileSync(at, text);
	return at;
};

describe('secrets from files', () => {
	test('are read, without the line break at their end', () => {
		const filled = withSecretFiles({ WEB_SECRET_FILE: file('web', 'sixteen characters\n'), PORT: '1' });
		expect(filled).toMatchObject({ WEB_SECRET: 'sixteen characters', PORT: '1' });
	});
	test('put the password into database addresses that have none, whatever characters it holds', () => {
		const filled = withSecretFiles({
			DATABASE_PASSWORD_FILE: file('password', 'a@b%c/d:é'),
			DATABASE_URL: 'postgres://ikatan@db:5432/ikatan',
			DATABASE_DIRECT_URL: 'postgres://reader:own@replica/ikatan',
		});
		expect(decodeURIComponent(new URL(filled.DATABASE_URL ?? '').password)).toBe('a@b%c/d:é');
		expect(filled.DATABASE_DIRECT_URL).toBe('postgres://reader:own@replica/ikatan');
	});
	test('are refused by name when the file is not there, or when both ways are used', () => {
		expect(() => withSecretFiles({ APP_SECRET_FILE: path.join(folder, 'none') })).toThrow('APP_SECRET_FILE');
		const both = { APP_SECRET: 'x', APP_SECRET_FILE: file('both', 'y') };
		expect(() => withSecretFiles(both)).toThrow('Both APP_SECRET and APP_SECRET_FILE');
	});
	test('leave files alone that other programs mean', () => {
		expect(withSecretFiles({ SSL_CERT_FILE: '/nowhere' })).toEqual({ SSL_CERT_FILE: '/nowhere' });
	});
});

describe('the inner port', () => {
	const open = async (environment: NodeJS.ProcessEnv, isReady = () => true) => {
		const port = await openInnerPort('test', innerPortSettings({ METRICS_PORT: '0', ...environment }), isReady);
		const ask = (place: string, headers = {}) => fetch(`http://127.0.0.1:${port.port}${place}`, { headers });
		return { ...port, ask };
	};

	test('is not there unless it is asked for', async () => {
		const { port, meter } = await openInnerPort('test', innerPortSettings({}), () => true);
		expect({ port, on: meter.on }).toEqual({ port: undefined, on: false });
		expect(() => innerPortSettings({ METRICS_PORT: 'many' })).toThrow('METRICS_PORT');
	});
	test('shows what was noted, with memory and event loop lag, marked with the process', async () => {
		const { meter, ask, close } = await open({});
		meter.count('letters_total', 'Letters', ['colour'])({ colour: 'red' }, 2);
		meter.time('letter_seconds', 'Time', ['colour'])(0.2, { colour: 'red' });
		meter.gauge('desks', 'Desks', () => [{ value: 3 }]);
		const text = await (await ask('/metrics')).text();
		expect(text).toContain('ikatan_letters_total{colour="red",process="test"} 2');
		expect(text).toContain('ikatan_letter_seconds_bucket{le="0.25",process="test",colour="red"} 1');
		expect(text).toContain('ikatan_letter_seconds_bucket{le="0.1",process="test",colour="red"} 0');
		expect(text).toContain('ikatan_desks{process="test"} 3');
		expect(text).toMatch(/^process_resident_memory_bytes\{process="test"\} \d{7,}/m);
		expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds/m);
		await close();
	});
	test('leaves out a reading that fails, and shows the others', async () => {
		const { meter, ask, close } = await open({});
		meter.gauge('broken', 'x', () => Promise.reject(new Error('away')));
		meter.gauge('whole', 'x', () => [{ value: 1 }]);
		const text = await (await ask('/metrics')).text();
		expect(text).not.toMatch(/^ikatan_broken[ {]/m);
		expect(text).toContain('ikatan_whole{process="test"} 1');
		await close();
	});
	test('wants the token where one is set, but lets probes in', async () => {
		const { ask, close } = await open({ METRICS_TOKEN: 'right' });
		const statuses = await Promise.all(
			[{}, { authorization: 'Bearer wrong' }, { authorization: 'Bearer right' }].map(
				async (headers) => (await ask('/metrics', headers)).status,
			),
		);
		expect(statuses).toEqual([401, 401, 200]);
		expect((await ask('/health')).status).toBe(200);
		await close();
	});
	test('says whether the process can work', async () => {
		let ready = true;
		const { ask, close } = await open({}, () => ready);
		expect((await ask('/ready')).status).toBe(200);
		ready = false;
		expect((await ask('/ready')).status).toBe(503);
		expect((await ask('/health')).status).toBe(200);
		await close();
	});
});

test('a meter stays small, whatever is put into labels', async () => {
	const meter = prometheusMeter('bounded');
	const count = meter.count('walks_total', 'Walks', ['place']);
	for (let place = 0; place < 5000; place++) count({ place });
	const lines = (await meter.text()).split('\n').filter((line) => line.startsWith('ikatan_walks_total'));
	expect(lines).toHaveLength(2001);
	expect(lines.at(-1)).toBe('ikatan_walks_total{place="other",process="bounded"} 3000');
});

test('paths are shown without their query and without what opens something', () => {
	const token = 'nJx2ZQ0rV_a-8dTq3sWmY4uLh6kPcE7fGbR1oIvXtAw';
	expect(shownPath(`/reset-password/${token}?x=1`)).toBe('/reset-password/…');
	expect(shownPath(`/files/${'0af9'.repeat(10)}.webp`)).not.toContain('0af9');
	expect(shownPath('/threads/12/how-do-i-connect-my-printer-to-the-wlan?q=words')).toBe(
		'/threads/12/how-do-i-connect-my-printer-to-the-wlan',
	);
});

test('an error is shown by its rule, not by the row that broke it, and without passwords', () => {
	const error = Object.assign(new Error('no answer from postgres://ikatan:secret@db/ikatan'), {
		code: '23514',
		constraint_name: 'posts_check',
		detail: 'Failing row contains (1, my secret diary)',
		parameters: ['my secret diary'],
	});
	const shown = JSON.stringify(shownError(error));
	expect(shown).toContain('posts_check');
	expect(shown).not.toMatch(/diary|secret@/);
});

test('a process never gives up before its own delay is over', () => {
	expect(stopSettings({})).toEqual({ delaySeconds: 0, limitSeconds: 10 });
	expect(stopSettings({ STOP_DELAY_SECONDS: '8' })).toEqual({ delaySeconds: 8, limitSeconds: 13 });
	expect(() => stopSettings({ STOP_DELAY_SECONDS: 'soon' })).toThrow('STOP_DELAY_SECONDS');
});
