/** Thrown instead of asking a service that is known to be away. */
export class Away extends Error {}

export type BreakerOptions = {
	/** So many failures in a row, and the service counts as away. */
	failures: number;
	/** Time in ms after which one request may try whether it is back. */
	retryAfter: number;
	/** What counts as a failure of the service, and not of the question. */
	isFailure: (error: unknown) => boolean;
	changed: (away: boolean, cause?: unknown) => void;
};

/** A circuit breaker: lets requests through, or none while the service is away but for one now and then, which tries it. */
export class Breaker {
	private readonly options: BreakerOptions;
	private failed = 0;
	private triedAt = 0;

	constructor(options: BreakerOptions) {
		this.options = options;
	}

	get away(): boolean {
		return this.failed >= this.options.failures;
	}

	/** Runs a request; throws Away at once while the service is away, else what the request throws. */
	async run<T>(request: () => Promise<T>): Promise<T> {
		if (this.away) {
			if (performance.now() - this.triedAt < this.options.retryAfter) throw new Away();
			this.triedAt = performance.now();
		}
		try {
			const answer = await request();
			if (this.away) this.options.changed(false);
			this.failed = 0;
			return answer;
		} catch (error) {
			if (this.options.isFailure(error)) this.countFailure(error);
			throw error;
		}
	}

	private countFailure(error: unknown): void {
		this.failed++;
		this.triedAt = performance.now();
		if (this.failed === this.options.failures) this.options.changed(true, error);
	}
}
