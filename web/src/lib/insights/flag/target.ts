/** Where a filled form says that words go: an insight that is there, or a new one. */
export function targetIn(form: FormData) {
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const target = text('target');
	if (target !== 'new' && target !== '') return { to: 'insight' as const, insightId: Number(target) };
	const number = (name: string) => Number(text(name)) || null;
	return { to: 'new' as const, title: text('title'), areaId: number('areaId'), typeId: number('typeId') };
}
