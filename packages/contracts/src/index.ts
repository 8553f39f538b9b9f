export { endpoint } from './endpoint.ts';
export type { Endpoint, Method } from './endpoint.ts';
export { errorCodes } from './errors.ts';
export type { ErrorCode, WireError } from './errors.ts';
