import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { accountsModule } from './modules/accounts/index.ts';
import { auditModule } from './modules/audit/index.ts';
import { documentsModule } from './modules/documents/index.ts';
import { companiesModule } from './modules/companies/index.ts';
import { filesModule } from './modules/files/index.ts';
import { insightsModule } from './modules/insights/index.ts';
import { liveModule } from './modules/live/index.ts';
import { moderationModule } from './modules/moderation/index.ts';
import { noticesModule } from './modules/notices/index.ts';
import { pagesModule } from './modules/pages/index.ts';
import { reputationModule } from './modules/reputation/index.ts';
import { searchModule } from './modules/search/index.ts';
import { runningModule } from './modules/running/index.ts';
import { settingsModule } from './modules/settings/index.ts';
import { setupModule } from './modules/setup/index.ts';
import { siteModule } from './modules/site/index.ts';
import { spacesModule } from './modules/spaces/index.ts';
import { tagsModule } from './modules/tags/index.ts';
import { threadsModule } from './modules/threads/index.ts';
import { transferModule } from './modules/transfer/index.ts';
import { votesModule } from './modules/votes/index.ts';
import { watchingModule } from './modules/watching/index.ts';
import { visitor } from './platform/actor.ts';
import { callerAddress, networkOf } from './platform/caller.ts';
import type { Deps } from './platform/deps.ts';
import { registerHealth } from './platform/health.ts';
import { requirePolicies } from './platform/http.ts';
import { comeBackCode, endConnectionsWhenLeaving } from './platform/leaving.ts';
import type { Module } from './platform/module.ts';
import { registerOpenApi } from './platform/openapi.ts';
import { checkOrigin } from './platform/origin.ts';
import { registerErrorReplies } from './platform/replies.ts';
import { noteRequests } from './platform/requests.ts';

/** Every domain, in the order in which they may know each other: each only what stands before it. */
export const modules: Module[] = [
	settingsModule,
	auditModule,
	accountsModule,
	companiesModule,
	spacesModule,
	tagsModule,
	threadsModule,
	filesModule,
	votesModule,
	reputationModule,
	documentsModule,
	searchModule,
	watchingModule,
	noticesModule,
	liveModule,
	moderationModule,
	insightsModule,
	transferModule,
	setupModule,
	siteModule,
	runningModule,
	pagesModule,
];

/** Builds the API, ready to listen or to be injected into. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
	const app = Fastify({
		loggerInstance: deps.log,
		logController: new LogController({ disableRequestLogging: true }),
		requestIdHeader: 'x-request-id',
		bodyLimit: 512 * 1024,
		// What arrives on an open connection while the process stops is answered as ever.
		return503OnClosing: false,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
		// Not by `setValidatorCompiler`: so Fastify's own, ajv with 100 files, is never loaded. Its types know no other.
		schemaController: {
			compilersFactory: {
				buildValidator: () => validatorCompiler as never,
				buildSerializer: () => serializerCompiler as never,
			},
		},
	});
	app.decorate('deps', deps);
	app.decorateRequest('actor', null as never);
	noteRequests(app);
	endConnectionsWhenLeaving(app);
	app.addHook('onRequest', async (request) => {
		request.actor = visitor(callerAddress(request, deps.env.WEB_SECRET));
	});
	registerErrorReplies(app);
	checkOrigin(app, deps.env.PUBLIC_ORIGIN, deps.env.WEB_SECRET);
	requirePolicies(app);
	await app.register(cookie);
	await app.register(helmet, { contentSecurityPolicy: false, strictTransportSecurity: false });
	await app.register(multipart, { limits: { files: 1, fileSize: 10 * 1024 * 1024, fields: 4 } });
	await app.register(websocket, {
		options: { perMessageDeflate: false, maxPayload: 16 * 1024 },
		preClose(done) {
			for (const line of this.websocketServer.clients) line.close(comeBackCode);
			this.websocketServer.close(() => done());
		},
	});
	registerOpenApi(app, deps.env.PUBLIC_ORIGIN);
	registerHealth(app);
	await accountsModule.identify(app);
	await app.register(rateLimit, {
		global: false,
		hook: 'preHandler',
		// By network: whoever has one IPv6 address has 2^64 of them.
		keyGenerator: ({ actor }) => (actor.id === null ? `a:${networkOf(actor.address)}` : `m:${actor.id}`),
	});
	for (const module of modules) await module.routes?.(app);
	return app;
}
