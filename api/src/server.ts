import { buildApp } from './app.ts';
import { openProcess, stopGracefully } from './processes.ts';

const { deps, env, log, close } = openProcess('api');
const app = await buildApp(deps);
await deps.live.start();
await app.listen({ host: env.API_HOST, port: env.API_PORT });
stopGracefully(log, async () => {
	await app.close();
	await close();
});
