import type { FastifyInstance, RouteOptions } from 'fastify';
import type * as Pages from './openapi-pages.ts';

/**
 * Serves OpenAPI 3.1 made from the contracts, with a page to read and try it at /api/docs. What makes them is large, seldom wanted, and
 * therefore loaded when somebody asks.
 */
export function registerOpenApi(
	app: FastifyInstance,
	publicOrigin: string,
	load: () => Promise<Pick<typeof Pages, 'openApiPages'>> = () => import('./openapi-pages.ts'),
): void {
	const routes: RouteOptions[] = [];
	app.addHook('onRoute', (route) => void routes.push(route));
	const pages = onceDone(async () => (await load()).openApiPages(routes, publicOrigin));
	const config = { openBecause: 'the API documentation is public' };
	for (const url of ['/api/docs', '/api/docs/*'])
		app.get(url, { config, schema: { hide: true } }, async (request, reply) => {
			const { statusCode, headers, rawPayload } = await (
				await pages()
			).inject({ url: request.url, headers: request.headers });
			if (statusCode === 404) return reply.callNotFound();
			const { connection: _, date: __, ...own } = headers;
			return reply.status(statusCode).headers(own).send(rawPayload);
		});
}

/** Made by whoever asks first, for all; what failed is made anew by who asks next. */
function onceDone<Value>(make: () => Promise<Value>): () => Promise<Value> {
	let made: Promise<Value> | undefined;
	return () => {
		const making = (made ??= make().catch((error: unknown) => {
			made = undefined;
			throw error;
		}));
		return making;
	};
}
