import { request as call } from 'node:http';
import { createHistogram } from 'node:perf_hooks';
import { brotliDecompressSync } from 'node:zlib';
import type { Name, Place } from './place.ts';
import { send, written, type Measured } from './traffic.ts';
import { watchProcesses } from './watch.ts';

type Other = { name: string; port: number; requests: string[] };

/** One kind of work, how it is asked for, and what it should reach. */
export type Scenario = {
	name: string;
	port: number;
	connections: number;
	requests: string[];
	/** What it is measured against, in turn with it: a bare route of the same bytes, a bare insert, or another server. */
	against?: 'read' | 'write' | Other;
	/** Each request is sent once only. */
	once?: boolean;
	/** Requests a second as a share of the bare ones, at least. */
	aim?: number;
	/** Middle time as a multiple of the other server's, at most. */
	aimSlower?: number;
	/** Milliseconds, at most. */
	aimP95?: number;
};

/** Times in milliseconds, memory in MB (the most that was seen), `ratio` by requests a second. */
export type Row = {
	name: string;
	perSecond: number;
	p50: number;
	p95: number;
	p99: number;
	bare?: { name: string; perSecond: number; p50: number };
	ratio?: number;
	slower?: number;
	bytes?: number;
	/** Milliseconds of processor time that one request takes of each process. */
	processor: Record<Name | 'postgres', number>;
	memory: Record<Name, number>;
	refused: Record<string, number>;
	misses: string[];
};

const turns = 3;

/** Measures one scenario in turns with what it is compared to, so that other work on the machine falls on both. */
export async function measure(place: Place, scenario: Scenario, seconds: number): Promise<Row> {
	const { name, port, connections, against } = scenario;
	const bare = await opponent(place, scenario);
	const memory = { api: 0, web: 0, worker: 0 };
	const spent = { api: 0, web: 0, worker: 0, postgres: 0 };
	let requests = scenario.requests;
	const [own, others]: [Measured[], Measured[]] = [[], []];
	// The first second warms up: compiled code, prepared statements, pages of the database.
	await send({ port, connections, seconds: 1, requests: scenario.once ? requests.splice(0, 500) : requests });
	for (let turn = 0; turn < turns; turn++) {
		if (bare) others.push(await send({ ...bare, connections, seconds: seconds / turns }));
		const watch = watchProcesses(place);
		const measured = await send({ port, connections, seconds: seconds / turns, requests });
		const used = watch.stop();
		for (const name of ['api', 'web', 'worker'] as const) memory[name] = Math.max(memory[name], used.memory[name]);
		for (const name of ['api', 'web', 'worker', 'postgres'] as const) spent[name] += used.processor[name];
		if (scenario.once) requests = requests.slice(measured.spans.length);
		own.push(measured);
	}
	const told = summary(own);
	const row: Row = { name, ...told, memory, processor: perRequest(spent, own), refused: refusalsOf(own), misses: [] };
	const example = own.find((measured) => measured.example)?.example;
	if (example) console.error(`${name} was refused, e.g.: ${example}`);
	if (bare) {
		const other = summary(others);
		row.bare = { name: bare.name, perSecond: other.perSecond, p50: other.p50 };
		if (typeof against === 'object') row.slower = round(told.p50 / other.p50, 2);
		else row.ratio = round(told.perSecond / other.perSecond, 3);
	}
	row.misses = missesOf(scenario, row);
	return row;
}

async function opponent(place: Place, { against, name, port, requests }: Scenario): Promise<Other | undefined> {
	if (against === 'write') {
		const body = { words: 'A row of a few words, as the benchmark writes it.' };
		return {
			name: 'bare write',
			port: place.ports.bare,
			requests: [written({ method: 'POST', path: '/write', body })],
		};
	}
	if (against !== 'read') return against;
	const { headers, body } = await sample(port, requests[0]!);
	await place.give({ name, headers, body });
	return {
		name: 'bare read',
		port: place.ports.bare,
		requests: [written({ path: `/read/${encodeURIComponent(name)}` })],
	};
}

/** The bytes that the first request is answered with, packed as the asker wanted, with the headers that say so. */
async function sample(port: number, request: string): Promise<{ headers: Record<string, string>; body: Uint8Array }> {
	const [line = '', ...lines] = request.split('\r\n').filter(Boolean);
	const headers = Object.fromEntries(lines.map((one) => one.split(/: (.*)/s).slice(0, 2)));
	const reply = await new Promise<{ status: number; headers: Record<string, string>; body: Buffer }>(
		(resolve, reject) => {
			const asking = call({ port, host: '127.0.0.1', path: line.split(' ')[1]!, headers }, (answer) => {
				const parts: Buffer[] = [];
				answer.on('data', (part: Buffer) => parts.push(part));
				answer.on('end', () => {
					const kept = ['content-type', 'content-encoding'].flatMap((header) => {
						const value = answer.headers[header];
						return value === undefined ? [] : [[header, String(value)]];
					});
					resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(kept), body: Buffer.concat(parts) });
				});
			});
			asking.on('error', reject).end();
		},
	);
	if (reply.status !== 200) {
		const text = reply.headers['content-encoding'] === 'br' ? brotliDecompressSync(reply.body) : reply.body;
		throw new Error(`${line} answers ${reply.status}: ${text.toString().slice(0, 300)}`);
	}
	return reply;
}

/** Requests a second and the times that half, 95 and 99 of a hundred stay below. */
export function summary(measured: Measured[]): Pick<Row, 'perSecond' | 'p50' | 'p95' | 'p99'> {
	const spans = createHistogram();
	for (const { spans: some } of measured) for (const span of some) spans.record(Math.max(1, Math.round(span * 1000)));
	const seconds = measured.reduce((sum, one) => sum + one.seconds, 0);
	const at = (share: number) => round(spans.percentile(share) / 1000, 1);
	return { perSecond: round(spans.count / seconds, 0), p50: at(50), p95: at(95), p99: at(99) };
}

function perRequest(spent: Row['processor'], measured: Measured[]): Row['processor'] {
	const requests = Math.max(
		1,
		measured.reduce((sum, { spans }) => sum + spans.length, 0),
	);
	const shares = Object.entries(spent).map(([name, time]) => [name, round(time / requests, 3)]);
	return Object.fromEntries(shares) as Row['processor'];
}

function refusalsOf(measured: Measured[]): Record<string, number> {
	const all: Record<string, number> = {};
	for (const { refused } of measured)
		for (const [status, count] of Object.entries(refused)) all[status] = (all[status] ?? 0) + count;
	return all;
}

function missesOf({ aim, aimSlower, aimP95 }: Scenario, row: Row): string[] {
	return [
		...(aim !== undefined && (row.ratio ?? 0) < aim ? [`${row.ratio} of bare, aim ${aim}`] : []),
		...(aimSlower !== undefined && (row.slower ?? Infinity) > aimSlower
			? [`${row.slower} times ${row.bare?.name}, aim ${aimSlower}`]
			: []),
		...(aimP95 !== undefined && row.p95 > aimP95 ? [`p95 ${row.p95} ms, aim ${aimP95}`] : []),
		...(['api', 'web'] as const).flatMap((name) =>
			row.memory[name] > 250 ? [`${name} ${row.memory[name]} MB, aim 250`] : [],
		),
		...Object.entries(row.refused).map(([status, count]) => `${count} times ${status}`),
	];
}

export const round = (value: number, digits: number) => Number(value.toFixed(digits));
