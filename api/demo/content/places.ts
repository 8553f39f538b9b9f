import type { DemoCompany, DemoGroup, DemoSite, DemoSpace } from '../types.ts';

export const site: DemoSite = {
	name: 'Lapakarsa Community',
	tagline: 'Shopkeepers, bookkeepers and developers who run on Lapakarsa, helping each other.',
	vendor: 'lapakarsa',
};

export const companies: DemoCompany[] = [
	{ slug: 'lapakarsa', name: 'Lapakarsa', mailDomains: ['lapakarsa.example'] },
	{ slug: 'gunadi-jaya', name: 'Gunadi Jaya Bangunan', mailDomains: ['gunadijaya.example'] },
	{ slug: 'kopi-tegalsari', name: 'Kopi Tegalsari', mailDomains: ['kopitegalsari.example'] },
	{ slug: 'ledgerline', name: 'Ledgerline Bookkeeping', mailDomains: ['ledgerline.example', 'ledgerline-sg.example'] },
	{ slug: 'lintang-husada', name: 'Apotek Lintang Husada', mailDomains: ['lintanghusada.example'] },
	{ slug: 'sagara-busana', name: 'Sagara Busana', mailDomains: ['sagarabusana.example'] },
	{ slug: 'bluewater-dive', name: 'Bluewater Dive Supply', mailDomains: ['bluewaterdive.example'] },
	{ slug: 'dapur-rasa-bunda', name: 'Dapur Rasa Bunda', mailDomains: ['dapurrasabunda.example'] },
	{ slug: 'kebun-sembilan', name: 'Kebun Sembilan', mailDomains: ['kebunsembilan.example'] },
];

export const groups: DemoGroup[] = [
	{
		slug: 'champions',
		name: 'Champions',
		members: ['kowirya', 'priyaraman', 'nyoman', 'tomasz', 'hafidz', 'retno', 'ayularas', 'dsiahaan', 'mireille'],
	},
];

export const spaces: DemoSpace[] = [
	{
		slug: 'announcements',
		name: 'Announcements',
		description: 'New versions, planned maintenance and what went wrong, from the Lapakarsa team.',
		kind: 'public',
		colour: 2,
		posting: 'staff',
	},
	{
		slug: 'getting-started',
		name: 'Getting started',
		description: 'Your first weeks: choosing a plan, bringing your products over, training the people at the till.',
		kind: 'public',
		colour: 4,
	},
	{
		slug: 'kasir',
		name: 'Kasir',
		description: 'The till: selling, paying, printing, shifts and everything that hangs on the counter.',
		kind: 'public',
		colour: 1,
	},
	{
		slug: 'faktur',
		name: 'Faktur',
		description: 'Invoices, taxes, reminders and getting paid.',
		kind: 'public',
		colour: 2,
	},
	{
		slug: 'gudang',
		name: 'Gudang',
		description: 'Stock: counting, transfers, units, expiry dates and what to order next.',
		kind: 'public',
		colour: 3,
	},
	{
		slug: 'sambung',
		name: 'Sambung',
		description: 'The API, webhooks and ready-made links to marketplaces, spreadsheets and accounting.',
		kind: 'public',
		colour: 4,
	},
	{
		slug: 'ruang-belakang',
		name: 'Ruang belakang',
		description: 'The back room, for signed-in members: running a shop, with or without software.',
		kind: 'members',
		colour: 3,
	},
	{
		slug: 'champions',
		name: 'Champions',
		description: 'Early looks at unfinished work, and how the community itself is going.',
		kind: 'groups',
		colour: 2,
		groups: ['champions'],
	},
	{
		slug: 'gunadi-jaya',
		name: 'Gunadi Jaya',
		description: 'Gunadi Jaya Bangunan and the Lapakarsa people who look after the roll-out to its branches.',
		kind: 'company',
		colour: 1,
		companies: ['gunadi-jaya'],
	},
	{
		slug: 'account-help',
		name: 'Account help',
		description: 'Bills, access and complaints: you see the threads of your own company, and the team answers.',
		kind: 'company_only',
		colour: 4,
	},
];
