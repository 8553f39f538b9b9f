import type { FastifyInstance } from 'fastify';
import { listLocalMail, readLocalMail } from '@ikatan/contracts/notices';
import { anyone } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { serve } from '../../platform/http.ts';
import { findMail, listMails } from './mailbox.queries.ts';

const pageSize = 50;

/** The local mailbox exists only where mail goes nowhere else: demo and dev. */
function requireMailbox(deps: Deps): void {
	if (!deps.env.LOCAL_MAILBOX || deps.env.SMTP_URL) throw notFound();
}

export function mailboxRoutes(app: FastifyInstance): void {
	serve(app, listLocalMail, { policy: anyone, newest: true }, async ({ deps, query }) => {
		requireMailbox(deps);
		const rows = await listMails(deps.sql, unpackCursor(query.after, ['id'])?.[0], pageSize + 1);
		const items = rows.slice(0, pageSize);
		const last = items.at(-1);
		return { items, next: rows.length > pageSize && last ? packCursor([last.id]) : null };
	});
	serve(app, readLocalMail, { policy: anyone, newest: true }, async ({ deps, params }) => {
		requireMailbox(deps);
		const mail = await findMail(deps.sql, params.mailId);
		if (!mail) throw notFound();
		return mail;
	});
}
