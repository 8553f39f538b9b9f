import { AsyncLocalStorage } from 'node:async_hooks';
import { forgetSettings } from '../../api/src/modules/settings/index.ts';
import type { Sql } from '../../api/src/platform/db.ts';

/** As much of a postgres.js query as is needed to see when it is sent; fragments inside others never are. */
type Query = { handle?: () => unknown; executed?: boolean };
type Begin = (...given: unknown[]) => Promise<unknown>;

/**
 * The same pool, which refuses every statement that code sends over it while that code has a transaction open: with as many
 * writers as connections, each would wait for a connection that another one holds. What was kept of settings and spaces is
 * forgotten as a transaction begins, so that reading them there shows too.
 */
export function guardPool(pool: Sql, refused: string[]): Sql {
	const opened = new AsyncLocalStorage<{ open: boolean }>();
	const refuse = (what: string) => {
		refused.push(what);
		throw new Error(`The pool was used inside an open transaction: ${what}`);
	};
	const begin: Begin = async (...given) => {
		if (opened.getStore()?.open) refuse('begin');
		forgetSettings(guarded);
		const act = given.pop() as (tx: unknown) => Promise<unknown>;
		const here = { open: true };
		const inside = (tx: unknown) => opened.run(here, async () => await act(tx));
		return await (pool.begin as unknown as Begin)(...given, inside).finally(() => (here.open = false));
	};
	const guarded: Sql = new Proxy(pool, {
		apply(target, self, args: unknown[]) {
			const query = Reflect.apply(target, self, args) as Query;
			const handle = query.handle?.bind(query);
			if (!handle) return query;
			query.handle = () => {
				if (!query.executed && opened.getStore()?.open) refuse(String((args[0] as string[])[0]).trim());
				return handle();
			};
			return query;
		},
		get: (target, name, receiver) => (name === 'begin' ? begin : (Reflect.get(target, name, receiver) as unknown)),
	});
	return guarded;
}
