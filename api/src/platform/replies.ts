import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode, WireError } from '@ikatan/contracts';
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from 'fastify-type-provider-zod';
import { isDatabaseAway, isDiskFull, isUnstorableText } from './db.ts';
import { Refusal } from './errors.ts';

/** The one place where an error becomes a reply: refusals as they are, anything else 500 with nothing said outside. */
export function registerErrorReplies(app: FastifyInstance): void {
	app.setNotFoundHandler((_request, reply) => send(reply, 404, { code: 'not-found', params: {} }));
	app.setErrorHandler((error: FastifyError, request, reply) => answer(error, request, reply));
}

function answer(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
	if (error instanceof Refusal) {
		const wait = error.wire.params.retryAfterSeconds;
		if (error.status === 429 && wait !== undefined) reply.header('retry-after', String(wait));
		send(reply, error.status, withTerm(error.wire, request));
		return;
	}
	if (hasZodFastifySchemaValidationErrors(error)) {
		send(reply, 422, { code: 'invalid', params: {}, fields: fieldCodes(error.validation) });
		return;
	}
	if (isUnstorableText(error)) return send(reply, 422, { code: 'invalid', params: {} });
	if (isDatabaseAway(error)) {
		request.log.error({ err: error }, 'the database is away');
		reply.header('retry-after', '5');
		return send(reply, 503, { code: 'unavailable', params: {} });
	}
	if (isDiskFull(error)) {
		request.log.error({ err: error }, 'a disk is full');
		return send(reply, 507, { code: 'storage-full', params: {} });
	}
	const status = error.statusCode ?? 500;
	if (status === 429) {
		const seconds = Number(reply.getHeader('retry-after') ?? 60);
		send(reply, 429, { code: 'too-many-requests', params: { retryAfterSeconds: seconds } });
		return;
	}
	if (status === 413) return send(reply, 413, { code: 'too-large', params: {} });
	if (status >= 400 && status < 500) return send(reply, status, { code: 'invalid', params: {} });
	request.log.error({ err: error }, 'request failed');
	send(reply, 500, { code: 'internal', params: {} });
}

/** Who is silenced hears until when (empty: until lifted) and why, wherever they try to write. */
function withTerm(wire: WireError, { actor }: FastifyRequest): WireError {
	if (wire.code !== 'account-silenced') return wire;
	return { ...wire, params: { ...wire.params, until: actor.stateUntil ?? '', reason: actor.stateReason } };
}

function send(reply: FastifyReply, status: number, error: WireError): void {
	// Past the route's reply schema, which describes successes only.
	void reply.status(status).type('application/json; charset=utf-8').serializer(JSON.stringify).send(error);
}

function fieldCodes(issues: ZodFastifySchemaValidationError[]): Record<string, ErrorCode> {
	const fields: Record<string, ErrorCode> = {};
	for (const issue of issues) {
		const [, name = '', part] = issue.instancePath.split('/');
		fields[name || 'body'] ??= codeOf(issue);
		// The parts of a field that is an object have fields of their own in a form.
		if (part && !/^\d+$/.test(part)) fields[`${name}.${part}`] ??= codeOf(issue);
	}
	return fields;
}

function codeOf(issue: ZodFastifySchemaValidationError): ErrorCode {
	const params = issue.params as { minimum?: number; origin?: string; input?: unknown };
	if (issue.keyword === 'too_small') return params.minimum === 1 ? 'required' : 'too-short';
	if (issue.keyword === 'too_big') return 'too-long';
	if (issue.keyword === 'invalid_format') return 'bad-format';
	if (issue.keyword === 'invalid_type' && /undefined|null/.test(issue.message ?? '')) return 'required';
	return 'bad-value';
}
