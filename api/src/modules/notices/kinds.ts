import { NoticeKind } from '@ikatan/contracts/notices';

export const noticeKinds = NoticeKind.options;

/** Where a kind goes until the member chooses otherwise. */
export const defaultChoice: Record<NoticeKind, { app: boolean; mail: boolean }> = {
	answer: { app: true, mail: true },
	comment: { app: true, mail: true },
	mention: { app: true, mail: true },
	accepted: { app: true, mail: true },
	solved: { app: true, mail: true },
	watched: { app: true, mail: true },
	'new-thread': { app: true, mail: false },
	edited: { app: true, mail: false },
	duplicate: { app: true, mail: true },
	'accept-reminder': { app: true, mail: true },
};
export type { NoticeKind };
