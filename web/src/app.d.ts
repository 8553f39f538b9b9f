import type { Client } from '@ikatan/client';
import type { Viewer } from '@ikatan/contracts/accounts';
import type { ErrorCode } from '@ikatan/contracts/errors';
import type { Site } from '@ikatan/contracts/settings';
import type { IncomingMessage } from 'node:http';

export type Theme = Viewer['theme'];

declare global {
	namespace App {
		interface Error {
			code?: ErrorCode;
			/** Request id of an unexpected error, to find it in the log. */
			reference?: string;
			/** Seconds until it makes sense to try again. */
			retryAfter?: number;
		}
		/** Set by the front door; not there while `vite dev` runs. */
		interface Platform {
			req: IncomingMessage & { ikatanRoute?: string };
		}
		interface Locals {
			/** The typed way to the API, in the name of whoever asked. */
			api: Client;
			viewer: Viewer | null;
			/** There is a session, but the API cannot say whose. */
			viewerUnknown: boolean;
			site: Site;
			language: string;
			timeZone: string;
			theme: Theme;
			/** Origin for canonical addresses, without a slash at its end. */
			origin: string;
			requestId: string;
			/** Why the sign-in beside a form failed (see signInBeside). */
			signInRefused?: ErrorCode;
			/** What was typed into a form that the API could not take: shown again where even the form's page cannot be. */
			kept?: Record<string, string[]>;
			/** Set by a load: structured data for search engines, put into the head. */
			jsonLd?: object;
		}
	}
}
