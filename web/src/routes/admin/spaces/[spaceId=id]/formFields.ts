import type { FormField } from '@ikatan/contracts/spaces';

const kinds = ['text', 'long', 'choice'] as const;

/**
 * The fields of a space's form as its editor sends them: one value per row under each name, in the order of the page. A row without a
 * label is left out; `step` (`up-2`, `down-2`, `remove-2`) is the button of a row that was pressed.
 */
export function fieldsIn(form: FormData): FormField[] {
	const texts = (name: string) => form.getAll(name).map((value) => (typeof value === 'string' ? value.trim() : ''));
	const [labels, names, hints, choices] = [texts('label'), texts('name'), texts('hint'), texts('choices')];
	const [chosen, required] = [texts('kind'), texts('required')];
	const taken = new Set(names.filter(Boolean));
	const rows = labels.map((label, place): FormField | undefined => {
		if (label === '') return undefined;
		return {
			name: names[place] || freeName(label, taken),
			label,
			kind: kinds.find((kind) => kind === chosen[place]) ?? 'text',
			required: required[place] === 'yes',
			hint: hints[place] ?? '',
			choices: chosen[place] === 'choice' ? linesOf(choices[place] ?? '') : [],
		};
	});
	return stepped(rows, form.get('step')).filter((row) => row !== undefined);
}

function stepped<Row>(rows: Row[], step: FormDataEntryValue | null): Row[] {
	const [what, number] = String(step ?? '').split('-');
	const from = Number(number);
	const moved = rows[from];
	if (!what || moved === undefined) return rows;
	const others = rows.filter((_, place) => place !== from);
	if (what === 'remove') return others;
	return others.toSpliced(Math.max(0, what === 'up' ? from - 1 : from + 1), 0, moved);
}

/** A name for the values of a new field, which its label may leave behind later. */
function freeName(label: string, taken: Set<string>): string {
	const base =
		label
			.normalize('NFKD')
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '_')
			.replace(/^[^a-z]+|_+$/g, '')
			.slice(0, 32) || 'field';
	let name = base;
	for (let number = 2; taken.has(name); number++) name = `${base}_${number}`;
	taken.add(name);
	return name;
}

const linesOf = (text: string) => [
	...new Set(
		text
			.split('\n')
			.map((line) => line.trim())
			.filter(Boolean),
	),
];
