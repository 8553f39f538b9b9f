const PARENTS: Readonly<Record<string, readonly string[]>> = {
	caption: ['table'],
	thead: ['table'],
	tbody: ['table'],
	tfoot: ['table'],
	tr: ['table', 'thead', 'tbody', 'tfoot'],
	td: ['tr'],
	th: ['tr'],
};
const ONLY_ROWS = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr']);

/** The elements that stand open around the tag being sanitised, by the names they go out with; '' for one that no longer counts. */
export class OpenElements {
	private readonly path: string[] = [];

	enter(name: string): void {
		this.path.push(name);
	}

	leave(): void {
		this.path.pop();
	}

	/** Notes under which name the innermost element goes out. */
	rename(name: string): void {
		this.path[this.path.length - 1] = name;
	}

	/** Whether one of these is open around the innermost element. */
	within(...names: string[]): boolean {
		return this.path.some((name, depth) => depth < this.path.length - 1 && names.includes(name));
	}

	/**
	 * Whether a browser would leave a tag where it is written. In the wrong place inside a table it would move it out or
	 * end the table early; the closing tags left over would then end elements of the page around the body.
	 */
	fits(name: string): boolean {
		const parent = this.path.findLast((open, depth) => depth < this.path.length - 1 && open !== '') ?? '';
		const parents = PARENTS[name];
		return parents ? parents.includes(parent) : !ONLY_ROWS.has(parent);
	}
}
