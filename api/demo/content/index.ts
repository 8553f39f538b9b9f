import type { DemoCommunity, DemoThread } from '../types.ts';
import { announcements } from './announcements.ts';
import { backRoom } from './back-room.ts';
import { companyRooms } from './company-rooms.ts';
import { fakturInvoices } from './faktur-invoices.ts';
import { fakturRenewal } from './faktur-renewal.ts';
import { fakturTax } from './faktur-tax.ts';
import { firstQuestions } from './first-questions.ts';
import { firstWeeks } from './first-weeks.ts';
import { gudangCounting } from './gudang-counting.ts';
import { gudangMoving } from './gudang-moving.ts';
import { emptySearches, helpCentre } from './help-centre.ts';
import { areas, insights, minedWithoutFind } from './insights.ts';
import { kasirDevices } from './kasir-devices.ts';
import { kasirMoney } from './kasir-money.ts';
import { kasirReliability } from './kasir-reliability.ts';
import { members } from './members.ts';
import { deeds, held, marked, nominations, reports, watchedWords } from './moderation.ts';
import { companies, groups, site, spaces } from './places.ts';
import { sambungApi } from './sambung-api.ts';
import { sambungLinks } from './sambung-links.ts';
import { tags } from './tags.ts';

const threads: DemoThread[] = [
	...announcements,
	...firstWeeks,
	...firstQuestions,
	...kasirDevices,
	...kasirMoney,
	...kasirReliability,
	...fakturTax,
	...fakturInvoices,
	...fakturRenewal,
	...gudangCounting,
	...gudangMoving,
	...sambungApi,
	...sambungLinks,
	...backRoom,
	...companyRooms,
];

/** The whole demo community of the invented company Lapakarsa. */
export const community: DemoCommunity = {
	site,
	companies,
	groups,
	spaces,
	members,
	tags,
	threads,
	helpCentre,
	emptySearches,
	areas,
	insights,
	minedWithoutFind,
	reports,
	held,
	nominations,
	marked,
	watchedWords,
	deeds,
};
