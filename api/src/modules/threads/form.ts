import type { ErrorCode } from '@ikatan/contracts';
import type { FormField } from '@ikatan/contracts/spaces';
import { invalid } from '../../platform/errors.ts';
import type { FormValue } from './write.queries.ts';

const longestLine = 300;

/** What was filled in, by the space's form as it stands; throws 422 with `formValues.<name>` for each field that does not hold. */
export function checkForm(template: FormField[], values: Record<string, string>): FormValue[] {
	const wrong: Record<string, ErrorCode> = {};
	const filled = template.flatMap((field) => {
		const value = values[field.name] ?? '';
		const refusal = refusalOfValue(field, value);
		if (refusal) wrong[`formValues.${field.name}`] = refusal;
		return value === '' ? [] : [{ name: field.name, label: field.label, value }];
	});
	if (Object.keys(wrong).length > 0) throw invalid(wrong);
	return filled;
}

function refusalOfValue(field: FormField, value: string): ErrorCode | null {
	if (value === '') return field.required ? 'required' : null;
	if (field.kind === 'choice' && !field.choices.includes(value)) return 'bad-value';
	return field.kind === 'text' && value.length > longestLine ? 'too-long' : null;
}
