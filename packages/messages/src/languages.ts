/** The reader's language among those at hand, by the browser's Accept-Language; nothing when none fits. */
export function chooseLanguage(
	acceptLanguage: string | null | undefined,
	available: readonly string[],
): string | undefined {
	const wishes = (acceptLanguage ?? '')
		.split(',')
		.map((wish) => {
			const [tag = '', ...settings] = wish.trim().toLowerCase().split(';');
			const weight = settings.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find(Boolean);
			return { tag, weight: weight === undefined ? 1 : Number(weight) };
		})
		.filter(({ tag, weight }) => tag && weight > 0)
		.sort((a, b) => b.weight - a.weight);
	for (const { tag } of wishes) {
		const found =
			available.find((language) => language.toLowerCase() === tag) ??
			available.find((language) => language.toLowerCase().split('-')[0] === tag.split('-')[0]);
		if (found) return found;
	}
	return undefined;
}

const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** Which way a language is written. */
export function direction(language: string): 'ltr' | 'rtl' {
	return rightToLeft.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}
