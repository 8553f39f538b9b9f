import type { Finding, Watcher } from '../browser.ts';
import type { House } from '../house.ts';
import { groupsOf } from '../lines.ts';

type Row = {
	id: number;
	recipient: string;
	subject: string;
	textPart: string;
	htmlPart: string;
	headers: Record<string, string>;
};

/** Waits until the worker has no mail left to make, and looks at all that were made: each is read as a browser reads it. */
export async function lookAtMail(house: House, watcher: Watcher): Promise<{ looked: number; findings: Finding[] }> {
	await quiet(house);
	const mails = await house.sql<Row[]>`
		select id, recipient, subject, text_part, html_part, headers from mails order by id`;
	const findings: Finding[] = [];
	for (const mail of mails) {
		const lines = [mail.subject, mail.recipient, ...Object.entries(mail.headers ?? {}).flat()];
		if (lines.some((line) => /[\r\n\0]/.test(line)))
			findings.push({ what: `a header of two lines: ${mail.subject}`, where: `mail ${mail.id}` });
	}
	for (const some of groupsOf(mails, 60)) {
		const pages = some.map(({ id, htmlPart }) => ({ path: `mail ${id}`, html: htmlPart, expected: [] }));
		findings.push(...(await watcher.parse(pages)));
	}
	const pages = mails.filter((_mail, index) => index % 20 === 0);
	for (const { id } of pages)
		findings.push(...(await watcher.load({ path: `/mailbox/${id}`, cookie: house.admins[0]!.cookie, expected: [] })));
	return { looked: mails.length, findings };
}

/** Until no event waits and no notice is still to be mailed, ten minutes at most. */
async function quiet({ sql }: House): Promise<void> {
	for (let second = 0; second < 600; second++) {
		const [left] = await sql<{ events: boolean; mails: number }[]>`
			select exists (select from events e, event_cursor c where (e.transaction_id, e.id) > (c.transaction_id, c.event_id)) as events,
				(select count(*) from mails where created_at > now() - interval '5 seconds') as mails`;
		if (left && !left.events && left.mails === 0 && second > 10) return;
		await new Promise((resolve) => setTimeout(resolve, 1000));
	}
	throw new Error('After ten minutes the worker still makes mail');
}
