import { translate } from '@ikatan/messages';

/** One line on how it goes: what arrives now, how fast, how long it will take. */
export type Progress = {
	step: PartName;
	/** Share of the whole that is behind us, 0 to 1. */
	share: number;
	/** Rows of this step a second, as of now. */
	rate: number;
	secondsLeft: number;
};

/** The steps of an import, in their order, and what a whole one costs. */
export type PartName =
	'members' | 'tags' | 'history' | 'threads' | 'answers' | 'comments' | 'votes' | 'links' | 'badges' | 'counting';
type Part = { name: PartName; cost: number };

/** Reckons progress from the bytes behind us: each step's bytes weigh what they cost to bring over. Several steps may run at once. */
export class ProgressMeter {
	readonly #costs: Map<PartName, number>;
	readonly #total: number;
	readonly #begun = performance.now();
	readonly #entered = new Map<PartName, { at: number; rows: number; share: number }>();
	/** What an earlier, broken run had behind it already: no measure of today's speed. */
	#before = 0;

	constructor(parts: Part[]) {
		this.#costs = new Map(parts.map(({ name, cost }) => [name, cost]));
		this.#total = parts.reduce((sum, part) => sum + part.cost, 0) || 1;
	}

	/** Enters a step, `share` (0 to 1) of which an earlier run has done. */
	enter(step: PartName, share = 0): void {
		this.#entered.set(step, { at: performance.now(), rows: 0, share });
		this.#before += share * (this.#costs.get(step) ?? 0);
	}

	/** So many rows more are kept, and this share (0 to 1) of the step is behind us. */
	advance(step: PartName, rows: number, share: number): Progress {
		const entered = this.#entered.get(step) ?? { at: this.#begun, rows: 0, share: 0 };
		const now = { at: entered.at, rows: entered.rows + rows, share };
		this.#entered.set(step, now);
		let behind = 0;
		for (const [name, one] of this.#entered) behind += one.share * (this.#costs.get(name) ?? 0);
		const done = behind - this.#before;
		return {
			step,
			share: Math.min(1, behind / this.#total),
			rate: Math.round((now.rows * 1000) / Math.max(1, performance.now() - now.at)),
			secondsLeft:
				done > 0 ? Math.round(((performance.now() - this.#begun) * (this.#total - behind)) / done / 1000) : 0,
		};
	}
}

/** Progress in one line of words. */
export function progressLine(language: string, { step, share, rate, secondsLeft }: Progress): string {
	const left = `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
	const name = translate(language, `transfer.step.${step}`);
	return translate(language, 'transfer.progress', { step: name, percent: Math.floor(share * 100), rate, left });
}

const terminalEvery = 100;
const logEvery = 5000;

/** Shows progress: one line that changes on a terminal, a line every 5 s elsewhere. */
export function progressPrinter(language: string, out: NodeJS.WriteStream = process.stdout) {
	let shown = 0;
	return {
		show(progress: Progress): void {
			const now = performance.now();
			if (now - shown < (out.isTTY ? terminalEvery : logEvery)) return;
			shown = now;
			const line = progressLine(language, progress);
			out.write(out.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
		},
		clear: () => void (out.isTTY && out.write('\r\u001b[2K')),
	};
}
