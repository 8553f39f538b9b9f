const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size as people say it, e.g. `12.4 MB`. */
export function sizeWords(bytes: number, language: string): string {
	const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
	return new Intl.NumberFormat(language, {
		style: 'unit',
		unit: units[power]!,
		// Only the short word for bytes knows no plural.
		unitDisplay: power === 0 ? 'long' : 'short',
		maximumFractionDigits: 1,
	}).format(bytes / 1000 ** power);
}
