type Labels<Label extends string> = Record<Label, string | number>;

/** Counts up by one, or by so many. */
export type Count<Label extends string> = (labels: Labels<Label>, by?: number) => void;
/** Takes note of how long something took, in seconds. */
export type Time<Label extends string> = (seconds: number, labels: Labels<Label>) => void;
/** A number as it is now, or several told apart by labels; nothing where it cannot be known. */
export type Reading<Label extends string> = { value: number; labels?: Labels<Label> };

/**
 * Where a process notes what it does, for whoever watches over it. Names are Prometheus's, without the prefix `ikatan_`. A label has
 * few values: routes, names of jobs, statuses; never ids, addresses or words of people.
 */
export type Meter = {
	/** False where nobody looks: what only feeds the meter need not be done. */
	readonly on: boolean;
	count<Label extends string>(name: string, help: string, labels: readonly Label[]): Count<Label>;
	time<Label extends string>(name: string, help: string, labels: readonly Label[]): Time<Label>;
	/** Has `read` asked whenever somebody looks. One that fails is left out. */
	gauge<Label extends string = never>(
		name: string,
		help: string,
		read: () => Promise<Reading<Label>[]> | Reading<Label>[],
		labels?: readonly Label[],
	): void;
};

/** Takes note of nothing. */
export const silentMeter: Meter = {
	on: false,
	count: () => () => {},
	time: () => () => {},
	gauge: () => {},
};
