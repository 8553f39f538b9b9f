// The API as `npm start` runs it, and beside it, in the same process, what it is measured against: a bare Fastify that returns
// bytes it was given, or commits a row of one column over the API's own pool.
import Fastify from 'fastify';
import { buildApp } from '../../../api/src/app.ts';
import { openLastingProcess } from '../../../api/src/processes.ts';

/** Bytes for the bare route to return, under a name. */
export type Given = { name: string; headers: Record<string, string>; body: Uint8Array };

const { deps, env, stopWith } = await openLastingProcess('api');
const app = await buildApp(deps);
await deps.live.start();
await app.listen({ host: env.API_HOST, port: env.API_PORT });
const listensAfter = performance.now();

const kept = new Map<string, { headers: Record<string, string>; body: Buffer }>();
process.on('message', ({ name, headers, body }: Given) => {
	kept.set(name, { headers, body: Buffer.from(body) });
	process.send!(name);
});
const bare = Fastify({
	// Its routes have no schemas; Fastify's own compilers, which the API does not load, are not to count as the API's memory.
	schemaController: {
		compilersFactory: {
			buildValidator: (() => () => () => true) as never,
			buildSerializer: () => () => (value) => JSON.stringify(value),
		},
	},
});
bare.get<{ Params: { name: string } }>('/read/:name', (request, reply) => {
	const { headers, body } = kept.get(request.params.name)!;
	return reply.headers(headers).send(body);
});
bare.post<{ Body: { words: string } }>('/write', async (request) => {
	await deps.sql`insert into bare_writes (words) values (${request.body.words})`;
	return { written: true };
});
await bare.listen({ host: env.API_HOST, port: Number(process.env.BARE_PORT) });

stopWith(async () => {
	await bare.close();
	await app.close();
});
process.send!(listensAfter);
