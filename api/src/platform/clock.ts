/** Where the product reads the time; tests hand in another. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
