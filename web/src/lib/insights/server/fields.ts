import type { z } from 'zod';
import type { InsightFields } from '@ikatan/contracts/insight-writing';
import { formNumber, formText } from '#lib/server/form.ts';

type Changes = Partial<z.infer<typeof InsightFields>>;

/** What a form says of an insight: only the fields that it has; an empty choice takes away. */
export function fieldsIn(form: FormData): Changes {
	const changes: Changes = {};
	for (const name of ['title', 'description', 'team', 'publicTitle', 'publicText'] as const)
		if (form.has(name)) changes[name] = formText(form, name);
	for (const name of ['areaId', 'typeId', 'ownerId'] as const)
		if (form.has(name)) changes[name] = formNumber(form, name) ?? null;
	for (const name of ['columnId', 'importance'] as const) {
		const number = formNumber(form, name);
		if (number !== undefined) changes[name] = number;
	}
	return changes;
}
