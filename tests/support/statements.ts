import type { Sql } from '../../api/src/platform/db.ts';
import type { TestApp } from './app.ts';

/** As much of a postgres.js query as is needed to see when it is sent; fragments inside others never are. */
type Query = { handle(): unknown; executed?: boolean };

/** The beginnings of all statements that the app sends to the database while `act` runs. */
export async function statementsOf(app: TestApp, act: () => Promise<unknown>): Promise<string[]> {
	const sent: string[] = [];
	const { sql } = app.deps;
	app.deps.sql = new Proxy(sql, {
		apply(target, self, args: unknown[]) {
			const query = Reflect.apply(target, self, args) as Query & Promise<unknown>;
			if (typeof query.handle !== 'function') return query;
			const handle = query.handle.bind(query);
			query.handle = () => {
				if (!query.executed)
					sent.push(
						String((args[0] as string[])[0])
							.trim()
							.slice(0, 60),
					);
				return handle();
			};
			return query;
		},
	}) as Sql;
	try {
		await act();
	} finally {
		app.deps.sql = sql;
	}
	return sent;
}
