import type { Refused } from '@ikatan/client';
import { ReportReason, reportPost, withdrawReport } from '@ikatan/contracts/reports';
import { formText } from '#lib/server/form.ts';
import { deed } from '#lib/thread/server/deed.ts';

export const noReason: Refused = {
	ok: false,
	status: 422,
	error: { code: 'invalid', params: {}, fields: { reason: 'required' } },
};

/** What a report's form says; nothing where no reason was chosen. */
export function reportIn(form: FormData) {
	const reason = ReportReason.options.find((one) => one === formText(form, 'reason'));
	return reason && { reason, words: formText(form, 'words'), requestKey: formText(form, 'requestKey') };
}

/** Reporting a post without leaving the thread. */
export const reportActions = {
	report: deed('report', async ({ api, form, postId }) => {
		const body = reportIn(form);
		return body ? await api(reportPost, { params: { postId }, body }) : noReason;
	}),
	withdrawReport: deed('withdrawReport', ({ api, postId }) => api(withdrawReport, { params: { postId } })),
};
