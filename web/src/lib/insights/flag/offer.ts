import type { CaptureKind } from './capturing.ts';

/** What a thread page offers to those who flag or nominate, in their words; others get none of it. */
export type CaptureOffer = { kind: CaptureKind; href: string; post: string; thread: string | null };
