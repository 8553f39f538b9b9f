import type { Act } from '@ikatan/contracts/acting';

/** An act or rule as messages choose by it: their choices have no hyphens. */
export const choice = (name: Act | string): string => name.replaceAll('-', '');
