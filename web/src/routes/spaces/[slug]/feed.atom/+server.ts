import { atomFeed } from '#lib/server/atom.ts';
import type { RequestEvent } from './$types';

export const GET = (event: RequestEvent) => atomFeed(event, { space: event.params.slug });
