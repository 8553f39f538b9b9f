import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uploadFile } from '@ikatan/contracts/files';
import { anyone, writers, type SignedIn } from '../../platform/actor.ts';
import { invalid, notFound, Refusal } from '../../platform/errors.ts';
import { serve } from '../../platform/http.ts';
import type { FileRow } from './files.queries.ts';
import * as files from './files.service.ts';

/**
 * For how many seconds a public file is shown without asking again. It never changes, but what is deleted has to go from caches
 * as well; a member's picture stands on many pages, and need not go within seconds.
 */
const freshFor: Record<FileRow['purpose'], number> = { post: 2, picture: 300, brand: 300 };

export function filesRoutes(app: FastifyInstance): void {
	const uploading = { policy: writers, limit: { max: 60, perSeconds: 600 } };
	serve(app, uploadFile, uploading, async ({ deps, actor, query, request }) => {
		const { bytes, name } = await sentFile(request);
		return await files.keep(deps, actor as SignedIn, { bytes, name, purpose: query.purpose });
	});
	app.get('/files/:fileId/:name', { config: { policy: anyone }, schema: { hide: true } }, sendFile);
}

/** The one part `file` of a multipart body; throws 422 when it is missing, 413 when it is too large. */
export async function sentFile(request: FastifyRequest): Promise<{ bytes: Buffer; name: string }> {
	if (!request.isMultipart()) throw invalid({ file: 'required' });
	const part = await request.file();
	if (!part || part.fieldname !== 'file') throw invalid({ file: 'required' });
	const bytes = await part.toBuffer();
	if (part.file.truncated) throw new Refusal(413, 'too-large');
	if (bytes.length === 0) throw invalid({ file: 'required' });
	return { bytes, name: part.filename };
}

async function sendFile(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
	const { deps } = request.server;
	const fileId = Number((request.params as { fileId: string }).fileId);
	if (!Number.isSafeInteger(fileId) || fileId < 1) throw notFound();
	const { file, public: open } = await files.find(deps, request.actor, fileId);
	const etag = `"${file.storageKey.replace(/^.*\//, '').replace(/\..*$/, '')}"`;
	void reply.headers({
		etag,
		'cache-control': open
			? `public, max-age=${freshFor[file.purpose]}, must-revalidate`
			: 'private, max-age=0, must-revalidate',
		'content-type': file.contentType,
		'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
		'x-content-type-options': 'nosniff',
		// Should ever something else than an image lie here: it runs nothing.
		'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
	});
	if (!open) void reply.header('vary', 'cookie');
	if (request.headers['if-none-match'] === etag) return reply.status(304).send();
	const stream = await files.storeOf(deps).read(file.storageKey);
	if (!stream) {
		request.log.error({ fileId }, 'stored file is missing');
		throw notFound();
	}
	return reply.header('content-length', file.bytes).send(stream);
}
