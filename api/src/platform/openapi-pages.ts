import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';

/** The page's scripts and styles are files of its own; it sets style attributes as it runs. */
const csp = [
	"default-src 'self'",
	"img-src 'self' data:",
	"style-src-attr 'unsafe-inline'",
	"object-src 'none'",
	"base-uri 'self'",
	"frame-ancestors 'none'",
].join('; ');

/** An app that nobody can call but by `inject`: the contract of these routes, and a page to read it on. */
export async function openApiPages(routes: RouteOptions[], publicOrigin: string): Promise<FastifyInstance> {
	const app = Fastify();
	app.setValidatorCompiler(validatorCompiler);
	app.setSerializerCompiler(serializerCompiler);
	await app.register(swagger, {
		openapi: {
			openapi: '3.1.0',
			info: {
				title: 'Ikatan',
				version: '1',
				description:
					'The community as an API. Errors are `{ code, params, fields? }`. A member’s POST or PATCH with the header `Idempotency-Key` (8 to 100 characters, kept for 30 days) acts once, however often it is sent.',
			},
			servers: [{ url: publicOrigin }],
			components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'ikatan_session' } } },
		},
		transform: jsonSchemaTransform,
	});
	await app.register(swaggerUi, {
		routePrefix: '/api/docs',
		staticCSP: csp,
		uiConfig: { persistAuthorization: false },
	});
	// An address with `..` in it leads `inject` to one of these, which are there to be described only.
	const handler: RouteOptions['handler'] = (_request, reply) => reply.callNotFound();
	for (const { method, url, schema } of routes)
		if (method !== 'HEAD' && !schema?.hide) app.route({ method, url, schema, handler });
	await app.ready();
	return app;
}
