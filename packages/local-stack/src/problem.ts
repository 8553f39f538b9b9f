/** Something the person at the terminal can act on: shown as its words alone, without a stack. */
export class Problem extends Error {
	override name = 'Problem';
}
