/** Mail domains as people type them: with commas, spaces or lines between, with or without @ or `www.`. */
export function domainsIn(text: string): string[] {
	return [
		...new Set(
			text
				.toLowerCase()
				.split(/[\s,;]+/)
				.map((word) => word.replace(/^.*@|^https?:\/\/|\/.*$/g, '').replace(/^www\./, ''))
				.filter(Boolean),
		),
	];
}
