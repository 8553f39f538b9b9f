import type { FastifyInstance, RouteOptions } from 'fastify';

/**
 * Serves OpenAPI 3.1 made from the contracts, with a page to read and try it at /api/docs. What makes them is large, seldom wanted, and
 * therefore loaded when somebody asks.
 */
export function registerOpenApi(app: FastifyInstance, publicOrigin: string): void {
	const routes: RouteOptions[] = [];
	app.addHook('onRoute', (route) => void routes.push(route));
	let pages: Promise<FastifyInstance> | undefined;
	const open = async () => (await import('./openapi-pages.ts')).openApiPages(routes, publicOrigin);
	const config = { openBecause: 'the API documentation is public' };
	for (const url of ['/api/docs', '/api/docs/*'])
		app.get(url, { config, schema: { hide: true } }, async (request, reply) => {
			pages ??= open();
			const { statusCode, headers, rawPayload } = await (
				await pages
			).inject({ url: request.url, headers: request.headers });
			if (statusCode === 404) return reply.callNotFound();
			const { connection: _, date: __, ...own } = headers;
			return reply.status(statusCode).headers(own).send(rawPayload);
		});
}
