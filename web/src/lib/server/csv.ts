/** What a spreadsheet would take for a formula; a number may begin with a minus. */
const formula = /^[=+@\t\r]|^-(?![\d.])/;

/** A table as CSV (RFC 4180) with a byte order mark, by which spreadsheets know it for UTF-8. No cell is run as a formula. */
export function csvOf(rows: (string | number)[][]): string {
	return `\uFEFF${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

function cellOf(value: string | number): string {
	const text = String(value);
	const plain = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
