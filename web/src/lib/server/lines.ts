import { openLines } from '@ikatan/process/line';

/** The log of the web; lines of one request carry its `reqId`, in the API too. */
export const writeLine = openLines('web', process.env);
