/**
 * The roles of a table's parts, said once more: laid out as cards on phones they would not be a table any more for everybody
 * who hears the page (older Safari). Each part takes its own: `<tr {...as.row}>`.
 */
export const as = {
	table: { role: 'table' },
	group: { role: 'rowgroup' },
	row: { role: 'row' },
	head: { role: 'columnheader' },
	cell: { role: 'cell' },
} as const;
