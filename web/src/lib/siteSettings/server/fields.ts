import { settingsSections } from '@ikatan/contracts/site-settings';
import { languages } from '@ikatan/messages';
import { z } from 'zod';
import { formText } from '#lib/server/form.ts';
import { settingsPages } from '../pages.ts';
import type { GroupName, SettingField, SettingName, SettingsPage } from '../pages.ts';

type Schema = {
	type?: string;
	enum?: string[];
	minimum?: number;
	maximum?: number;
	maxLength?: number;
	items?: Schema;
	properties?: Record<string, Schema>;
};

const describe = (page: SettingsPage): Schema =>
	z.toJSONSchema(settingsSections[page], { io: 'input', unrepresentable: 'any' }) as Schema;
const schemas = new Map<SettingsPage, Schema>();

/** What a contract says of a setting: its bounds are told before somebody oversteps them. */
function schemaOf(page: SettingsPage, name: SettingName): Schema {
	const whole = schemas.get(page) ?? describe(page);
	schemas.set(page, whole);
	return name.split('.').reduce<Schema>((schema, part) => schema.properties?.[part] ?? {}, whole);
}

function kindOf(name: SettingName, { type, enum: options, items }: Schema): SettingField['kind'] {
	if (name === 'defaultTimeZone') return 'zone';
	if (options || name === 'defaultLanguage') return 'choice';
	if (type === 'array') return items?.type === 'string' ? 'hosts' : 'days';
	return type === 'integer' || type === 'number' ? 'number' : 'text';
}

type Values = Record<string, unknown>;

function textOf(values: Values, name: SettingName): string {
	const value = name.split('.').reduce<unknown>((inner, part) => (inner as Values | undefined)?.[part], values);
	if (!Array.isArray(value)) return String((value ?? '') as string | number);
	return value.every((one) => typeof one === 'number') ? value.join(', ') : value.join('\n');
}

/** A page's settings by groups, each with its value, its default and its bounds. */
export function groupsOf(page: SettingsPage, values: Values, defaults: Values) {
	return settingsPages[page].map(({ group, settings }: { group: GroupName; settings: readonly SettingName[] }) => ({
		group,
		fields: settings.map((name): SettingField => {
			const schema = schemaOf(page, name);
			const { minimum: min, maximum: max } = schema;
			return {
				name,
				kind: kindOf(name, schema),
				value: textOf(values, name),
				byDefault: textOf(defaults, name),
				...(min !== undefined && max !== undefined && { bounds: { min, max, whole: schema.type === 'integer' } }),
				...(schema.maxLength !== undefined && { longest: schema.maxLength }),
				...(name === 'defaultLanguage' ? { options: languages } : schema.enum && { options: schema.enum }),
			};
		}),
	}));
}

/** What was typed, as the API takes it; what is no number at all goes as nothing, and is refused by name. */
export function typedValues(page: SettingsPage, form: FormData): Values {
	const body: Values = {};
	for (const name of settingsPages[page].flatMap(({ settings }): readonly SettingName[] => settings)) {
		if (!form.has(name)) continue;
		const value = parsed(kindOf(name, schemaOf(page, name)), formText(form, name));
		const [whole = name, part] = name.split('.');
		if (part === undefined) body[whole] = value;
		else body[whole] = { ...(body[whole] as Values | undefined), [part]: value };
	}
	return body;
}

function parsed(kind: SettingField['kind'], text: string): unknown {
	if (kind === 'number') return numberOf(text);
	if (kind === 'days') return pieces(text).map(numberOf);
	return kind === 'hosts' ? pieces(text) : text;
}

const pieces = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** A decimal comma is one, too. */
function numberOf(text: string): number | null {
	const number = Number(text.trim().replace(',', '.'));
	return text.trim() === '' || !Number.isFinite(number) ? null : number;
}
