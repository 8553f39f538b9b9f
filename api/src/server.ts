import { buildApp } from './app.ts';
import { openLastingProcess } from './processes.ts';

const { deps, env, stopWith } = await openLastingProcess('api');
const app = await buildApp(deps);
await deps.live.start();
await app.listen({ host: env.API_HOST, port: env.API_PORT });
stopWith(() => app.close());
