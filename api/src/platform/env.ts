import { withSecretFiles } from '@ikatan/process/secrets';
import { z } from 'zod';

const Flag = z
	.enum(['0', '1', ''])
	.default('')
	.transform((value) => value === '1');

const Settings = z.object({
	NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
	DATABASE_URL: z.string().min(1),
	/** For LISTEN, migrations, locks and commands where a PgBouncer stands before the database. */
	DATABASE_DIRECT_URL: z.string().optional(),
	/** DATABASE_URL leads to a PgBouncer that gives out connections per transaction: nothing may rest on a session. */
	DATABASE_POOLED: Flag,
	/** A replica that follows the database: visitors read from it while it keeps up. */
	DATABASE_READ_URL: z.string().optional(),
	DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
	MEILI_URL: z.string().default(''),
	MEILI_KEY: z.string().default(''),
	/** Parts the indexes of several communities on one Meilisearch. */
	MEILI_PREFIX: z
		.string()
		.regex(/^[a-z0-9_]*$/)
		.default('ikatan'),
	/** A reader waits no longer for Meilisearch: PostgreSQL answers instead. */
	MEILI_TIMEOUT_MS: z.coerce.number().int().min(20).max(60_000).default(300),
	API_HOST: z.string().default('127.0.0.1'),
	API_PORT: z.coerce.number().int().min(0).max(65535).default(3001),
	/** The one address that browsers see, without a slash at its end. */
	PUBLIC_ORIGIN: z.url().default('http://localhost:3000'),
	/** Shared with the web: only with it is a forwarded client address believed. */
	WEB_SECRET: z.string().min(16),
	/** Signs links in mail and hashes addresses. */
	APP_SECRET: z.string().min(16),
	FILES_FOLDER: z.string().default('.data/files'),
	SMTP_URL: z.string().default(''),
	MAIL_FROM: z.string().default('Ikatan <community@localhost>'),
	LOCAL_MAILBOX: Flag,
	DEMO: Flag,
	/** Notices become mail after so long at the latest, whatever the settings say; what they say when it is not set. */
	MAIL_WAIT_SECONDS: z
		.literal('')
		.transform(() => undefined)
		.or(z.coerce.number().int().min(0))
		.optional(),
	/** Which requests the log names: all, those that failed or took longer than a second, or none. */
	LOG_REQUESTS: z.enum(['all', 'slow', 'none']).default('slow'),
	LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
const Env = Settings.refine((env) => !env.DATABASE_POOLED || env.DATABASE_DIRECT_URL, {
	path: ['DATABASE_DIRECT_URL'],
	message: 'is needed beside DATABASE_POOLED, past the PgBouncer',
});
export type Env = z.infer<typeof Settings>;

/** Reads and checks the environment once, secrets from files too; throws a sentence that names each wrong variable. */
export function readEnv(from: NodeJS.ProcessEnv = process.env): Env {
	const filled = Object.fromEntries(Object.entries(withSecretFiles(from)).filter(([, value]) => value !== undefined));
	const parsed = Env.safeParse(filled);
	if (parsed.success) return { ...parsed.data, PUBLIC_ORIGIN: parsed.data.PUBLIC_ORIGIN.replace(/\/$/, '') };
	const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
	throw new Error(`The environment is not complete. ${wrong.join('; ')}`);
}

/** All that the environment holds, secrets from files too, for what every process of the product reads alike (packages/process). */
export function readSurroundings(): NodeJS.ProcessEnv {
	return withSecretFiles(process.env);
}
