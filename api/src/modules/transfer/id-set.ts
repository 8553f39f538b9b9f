const pageBits = 1 << 16;

/** A set of whole numbers as bits, in pages: a hundred million ids of a dump take about 12 MB. */
export class IdSet {
	#pages = new Map<number, Uint8Array>();

	/** Adds the id; false when it was there already. Ids that are no whole numbers are never held. */
	add(id: string): boolean {
		const number = Number(id);
		if (!Number.isSafeInteger(number)) return true;
		const page = Math.floor(number / pageBits);
		let bits = this.#pages.get(page);
		if (!bits) this.#pages.set(page, (bits = new Uint8Array(pageBits / 8)));
		const place = number - page * pageBits;
		const mask = 1 << (place & 7);
		if (bits[place >> 3]! & mask) return false;
		bits[place >> 3]! |= mask;
		return true;
	}

	has(id: string): boolean {
		const number = Number(id);
		const page = Math.floor(number / pageBits);
		const bits = this.#pages.get(page);
		if (!bits) return false;
		const place = number - page * pageBits;
		return (bits[place >> 3]! & (1 << (place & 7))) !== 0;
	}
}
