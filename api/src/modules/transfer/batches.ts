import { inTransaction, type Sql } from '../../platform/db.ts';
import type { Write } from './arrival.ts';
import { keepStep, stepOf, type Run } from './runs.ts';
import { Tally } from './tally.ts';

/** A batch that is ready to be written; `next` is the place in the step after it, `done` its number of rows. */
export type Prepared = { next: number; done: number; write: Write; tally: Tally };

/** Works on the next one while whoever takes them is busy with the one before, and holds no more than these two. */
export async function* oneAhead<From, To>(
	items: AsyncIterable<From>,
	work: (item: From) => Promise<To>,
): AsyncGenerator<To> {
	const iterator = items[Symbol.asyncIterator]();
	const pull = async () => {
		const { done, value } = await iterator.next();
		return done ? undefined : { item: await work(value) };
	};
	let next = pull();
	try {
		for (let ready = await next; ready; ready = await next) {
			next = pull();
			// It may fail while nobody waits for it yet; whoever takes it hears of it then.
			next.catch(() => {});
			yield ready.item;
		}
	} finally {
		await next.catch(() => {});
		await iterator.return?.();
	}
}

/** Writes batches, each with its checkpoint in one transaction; `after` hears of each once it is kept for good. */
export async function writeBatches<Batch extends Prepared>(
	sql: Sql,
	run: Run,
	step: string,
	batches: AsyncIterable<Batch>,
	after: (batch: Batch) => void,
): Promise<void> {
	for await (const batch of batches) {
		if (run.broken) return;
		const state = {
			place: batch.next,
			done: false,
			tally: new Tally(stepOf(run, step).tally).join(batch.tally).toJSON(),
		};
		await inTransaction(sql, async (tx) => {
			// A crash may take the last batches, each with its checkpoint, and the next run brings them again; so none of them
			// waits for the disk. The end of each step does.
			await tx`set local synchronous_commit = off`;
			await batch.write(tx);
			await keepStep(tx, run.id, step, state);
		});
		run.steps[step] = state;
		after(batch);
	}
}

/** Notes that a step has passed and what its end showed; `also` happens in the same transaction. */
export async function finishStep(sql: Sql, run: Run, step: string, ending: Tally, also?: Write): Promise<void> {
	const state = { place: 0, done: true, tally: new Tally(stepOf(run, step).tally).join(ending).toJSON() };
	await inTransaction(sql, async (tx) => {
		await also?.(tx);
		await keepStep(tx, run.id, step, state);
	});
	run.steps[step] = state;
}

/** Runs these at once; when one fails, the others end with the batch that they are at, and then it throws. */
export async function together(run: Run, deeds: Promise<void>[]): Promise<void> {
	const guarded = deeds.map((deed) =>
		deed.catch((error: unknown) => {
			run.broken = true;
			throw error;
		}),
	);
	const failed = (await Promise.allSettled(guarded)).find((outcome) => outcome.status === 'rejected');
	if (failed) throw failed.reason;
}
