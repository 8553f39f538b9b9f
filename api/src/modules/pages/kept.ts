/** Keeps what is the same for all readers for some seconds, so that a busy page does not count it again and again. */
export class Kept<Value> {
	private readonly forMs: number;
	private readonly entries = new Map<string, { until: number; value: Promise<Value> }>();

	constructor(seconds: number) {
		this.forMs = seconds * 1000;
	}

	/** The kept value of this key, or a new one; a failed one is not kept. */
	get(key: string, make: () => Promise<Value>): Promise<Value> {
		const known = this.entries.get(key);
		if (known && known.until > Date.now()) return known.value;
		if (this.entries.size > 1000) this.entries.clear();
		const value = make();
		this.entries.set(key, { until: Date.now() + this.forMs, value });
		value.catch(() => this.entries.delete(key));
		return value;
	}
}
