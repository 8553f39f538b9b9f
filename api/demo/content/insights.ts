import type { DemoArea, DemoInsight } from '../types.ts';
import { decidedInsights } from './insights-decided.ts';
import { insightsInReview } from './insights-in-review.ts';
import { newInsights } from './insights-new.ts';
import { insightsUnderWay } from './insights-under-way.ts';

export const areas: DemoArea[] = [
	{ slug: 'till', name: 'Selling at the till', description: 'From the first item to the receipt, and the drawer.' },
	{ slug: 'devices', name: 'Printers and scanners', description: 'Whatever hangs on the tablet.' },
	{ slug: 'offline', name: 'Offline and sync', description: 'What happens when the signal or the power goes.' },
	{ slug: 'invoices', name: 'Invoices and reminders', description: 'Getting paid, kindly.' },
	{ slug: 'stock', name: 'Stock and counting', description: 'What lies there, what it cost, when it expires.' },
	{ slug: 'api', name: 'API and integrations', description: 'Sambung, webhooks, marketplaces.' },
	{ slug: 'plans', name: 'Plans and billing', description: 'What our customers pay us, and why.' },
];

/** Each passage stands word for word in its post; a test reads them. */
export const insights: DemoInsight[] = [...newInsights, ...insightsInReview, ...insightsUnderWay, ...decidedInsights];

/** Threads that somebody has read without finding anything for the product teams. */
export const minedWithoutFind = ['kenalan', 'sewa-ruko', 'first-hire', 'archive-or-delete', 'pin-lupa'];
