const levels = { debug: 20, info: 30, warn: 40, error: 50 } as const;
export type Level = keyof typeof levels;

/** Writes one line of JSON to stdout, as the API's log does: level, time, name, request id, words. */
export type WriteLine = (level: Level, message: string, facts?: LineFacts) => void;
export type LineFacts = { reqId?: string; err?: unknown } & Record<string, unknown>;

/** Opens the log of a process; lines below LOG_LEVEL (info) are left out. */
export function openLines(name: string, environment: NodeJS.ProcessEnv): WriteLine {
	const least = levelOf(environment.LOG_LEVEL);
	return (level, message, { err, ...facts } = {}) => {
		if (levels[level] < least) return;
		const mistake = err === undefined ? {} : { err: shownError(err) };
		const line = { level: levels[level], time: Date.now(), name, ...facts, ...mistake, msg: message };
		process.stdout.write(`${JSON.stringify(line)}\n`);
	};
}

function levelOf(word: string | undefined): number {
	if (word === 'silent' || word === 'fatal') return 60;
	if (word === 'trace') return 0;
	return levels[(word || 'info') as Level] ?? levels.info;
}

/** An error by its kind, words and place; of a database's, also which rule was broken, but not the row that broke it. */
export function shownError(error: unknown): object {
	if (!(error instanceof Error)) return { message: String(error) };
	const { code, constraint_name, table_name, cause } = error as Error & Record<string, unknown>;
	return {
		type: error.name,
		message: withoutPasswords(error.message),
		...(code !== undefined && { code }),
		...(constraint_name !== undefined && { constraint: constraint_name }),
		...(table_name !== undefined && { table: table_name }),
		stack: withoutPasswords(error.stack ?? ''),
		...(cause !== undefined && { cause: shownError(cause) }),
	};
}

/** The same words without the passwords that addresses of services carry. */
export function withoutPasswords(text: string): string {
	return text.replaceAll(/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@]+@/gi, '$1');
}
