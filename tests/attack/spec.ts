import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { renderMarkdown } from '../../api/src/platform/richtext/render.ts';
import { exceptions, reasons, type Reason } from './spec-exceptions.ts';
import { normalised } from './spec-form.ts';

type Case = { example: number; section: string; markdown: string; html: string };

/** One file of cases: how many pass, how many differ for which reason, and what is wrong. */
export type SpecOutcome = {
	file: string;
	cases: number;
	passed: number;
	excepted: Map<Reason, number>;
	wrong: string[];
};

/** Runs the cases of the specifications that a folder holds; none when it holds none. Smart punctuation is an option that we do not take. */
export async function specOutcomes(folder: string): Promise<SpecOutcome[]> {
	const own = path.join(folder, 'markdown-spec-tests');
	const place = existsSync(own) ? own : folder;
	const outcomes: SpecOutcome[] = [];
	for (const file of Object.keys(exceptions)) {
		const name = path.join(place, `${file}.json`);
		if (existsSync(name)) outcomes.push(await outcomeOf(file, JSON.parse(readFileSync(name, 'utf8')) as Case[]));
	}
	return outcomes;
}

async function outcomeOf(file: string, cases: Case[]): Promise<SpecOutcome> {
	const outcome: SpecOutcome = { file, cases: cases.length, passed: 0, excepted: new Map(), wrong: [] };
	for (const { example, section, markdown, html } of cases) {
		const reason = reasonFor(file, example);
		const passes = normalised((await renderMarkdown(markdown)).html) === normalised(html);
		if (passes) outcome.passed += 1;
		if (passes && reason)
			outcome.wrong.push(`${section} ${example} passes, and stands on the list of exceptions (${reason})`);
		if (!passes && !reason)
			outcome.wrong.push(`${section} ${example} comes out otherwise: ${JSON.stringify(markdown)}`);
		if (!passes && reason) outcome.excepted.set(reason, (outcome.excepted.get(reason) ?? 0) + 1);
	}
	return outcome;
}

const reasonFor = (file: string, example: number): Reason | undefined =>
	(Object.keys(reasons) as Reason[]).find((reason) => exceptions[file]?.[reason]?.includes(example));
