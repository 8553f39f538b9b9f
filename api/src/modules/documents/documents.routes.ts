import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as contract from '@ikatan/contracts/documents';
import { anyone, type SignedIn } from '../../platform/actor.ts';
import { one } from '../../platform/db.ts';
import { serve } from '../../platform/http.ts';
import { keepsSources, seesDocsToWrite } from './documents.policy.ts';
import { listSources, type KeyRow } from './documents.queries.ts';
import * as documents from './documents.service.ts';
import * as toWrite from './to-write.service.ts';

/** 100 documents of 100,000 characters do not come at once in practice; what is larger goes in several pushes. */
const largestPush = 8 * 1024 * 1024;

export function documentsRoutes(app: FastifyInstance): void {
	pushRoutes(app);
	sourceRoutes(app);
	const staff = { policy: seesDocsToWrite };
	const marking = { ...staff, limit: { max: 120, perSeconds: 60 } };
	serve(app, contract.listDocsToWrite, staff, ({ deps, actor, query }) => toWrite.docsToWrite(deps, actor, query.show));
	serve(app, contract.markWritten, marking, ({ deps, actor, body }) =>
		toWrite.markWritten(deps, actor as SignedIn, body),
	);
	serve(app, contract.unmarkWritten, marking, ({ deps, actor, params }) =>
		toWrite.unmarkWritten(deps, actor as SignedIn, params.writtenId),
	);
}

/** For machines: who may push is said by the key of a source, not by a session; without one no large body is even read. */
function pushRoutes(app: FastifyInstance): void {
	const sources = new WeakMap<FastifyRequest, KeyRow>();
	const sourceOf = (request: FastifyRequest) => one([sources.get(request)].filter((source) => source !== undefined));
	const preParsing = async (request: FastifyRequest) => {
		sources.set(request, await documents.sourceOfKey(app.deps, request.headers.authorization));
	};
	const pushing = {
		policy: anyone,
		limit: { max: 300, perSeconds: 60, early: true },
		options: { bodyLimit: largestPush, preParsing },
	};
	serve(app, contract.pushDocument, pushing, async ({ deps, params, body, request }) =>
		documents.push(deps, sourceOf(request), { ...body, externalId: params.externalId }),
	);
	serve(app, contract.removeDocument, pushing, async ({ deps, params, request }) =>
		documents.remove(deps, sourceOf(request), params.externalId),
	);
	serve(app, contract.pushDocuments, pushing, async ({ deps, body, request }) =>
		documents.pushAll(deps, sourceOf(request), body),
	);
}

function sourceRoutes(app: FastifyInstance): void {
	const reading = { policy: keepsSources };
	const writing = { ...reading, limit: { max: 30, perSeconds: 60 } };
	serve(app, contract.listDocumentSources, reading, async ({ deps }) => ({ items: await listSources(deps.sql) }));
	serve(app, contract.addDocumentSource, { ...writing, secretReply: true }, ({ deps, actor, body }) =>
		documents.addSource(deps, actor as SignedIn, body),
	);
	serve(app, contract.revokeDocumentSource, writing, ({ deps, actor, params }) =>
		documents.revokeSource(deps, actor as SignedIn, params.sourceId),
	);
	serve(app, contract.removeDocumentSource, writing, ({ deps, actor, params }) =>
		documents.removeSource(deps, actor as SignedIn, params.sourceId),
	);
}
