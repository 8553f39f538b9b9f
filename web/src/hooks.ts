import type { Transport } from '@sveltejs/kit/hooks';
import { threadWithPage } from '#lib/thread/sent.ts';

/** How what is no plain data comes along with a page. */
export const transport: Transport = { thread: threadWithPage };
