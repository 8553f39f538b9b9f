import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** The page's scripts and styles are files of its own; it sets style attributes as it runs. */
const csp = [
	"default-src 'self'",
	"img-src 'self' data:",
	"style-src-attr 'unsafe-inline'",
	"object-src 'none'",
	"base-uri 'self'",
	"frame-ancestors 'none'",
].join('; ');

/** Serves OpenAPI 3.1 made from the contracts, with a page to read and try it at /api/docs. */
export async function registerOpenApi(app: FastifyInstance, publicOrigin: string): Promise<void> {
	await app.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: {
				title: 'Ikatan',
				version: '1',
				description: 'The community as an API. Errors are `{ code, params, fields? }`.',
			},
			servers: [{ url: publicOrigin }],
			components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ikatan_session' } } },
		},
		transform: jsonSchemaTransform,
	});
	await app.register(async (scope) => {
		// The page's own files; the contract is public.
		scope.addHook('onRoute', (route) => {
			route.config = { ...route.config, openBecause: 'the API documentation is public' };
		});
		await scope.register(swaggerUi, {
			routePrefix: '/api/docs',
			staticCSP: csp,
			uiConfig: { persistAuthorization: false },
		});
	});
}
