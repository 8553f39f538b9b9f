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

/** Reckons progress from the bytes behind us: each step's bytes weigh what they cost to bring over. */
export class ProgressMeter {
	readonly #parts: Part[];
	readonly #total: number;
	#begun = performance.now();
	#stepBegun = performance.now();
	#step: PartName | null = null;
	#rows = 0;
	#behind = 0;
	/** What an earlier, broken run had behind it already: no measure of today's speed. */
	#before = 0;

	constructor(parts: Part[]) {
		this.#parts = parts;
		this.#total = parts.reduce((sum, part) => sum + part.cost, 0) || 1;
	}

	/** Enters a step, `share` of which an earlier run has done. */
	enter(step: PartName, share = 0): void {
		const place = this.#parts.findIndex((part) => part.name === step);
		this.#behind = this.#parts.slice(0, place).reduce((sum, part) => sum + part.cost, 0);
		if (this.#step === null) {
			this.#begun = performance.now();
			this.#before = this.#behind + share * (this.#parts[place]?.cost ?? 0);
		}
		this.#step = step;
		this.#stepBegun = performance.now();
		this.#rows = 0;
	}

	/** So many rows more are kept, and this share (0 to 1) of the step is behind us. */
	advance(rows: number, share: number): Progress {
		this.#rows += rows;
		const part = this.#parts.find(({ name }) => name === this.#step);
		const behind = this.#behind + share * (part?.cost ?? 0);
		const seconds = (performance.now() - this.#begun) / 1000;
		const done = behind - this.#before;
		return {
			step: this.#step ?? 'members',
			share: behind / this.#total,
			rate: Math.round(this.#rows / Math.max(0.001, (performance.now() - this.#stepBegun) / 1000)),
			secondsLeft: done > 0 ? Math.round((seconds * (this.#total - behind)) / done) : 0,
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
