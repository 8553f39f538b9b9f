import type { DemoDocument, DemoEmptySearch } from '../types.ts';

const base = 'https://bantuan.lapakarsa.example/';

/** The company's help centre, as it pushes its pages here. */
export const helpCentre: { name: string; baseAddress: string; documents: DemoDocument[] } = {
	name: 'Help centre',
	baseAddress: base,
	documents: [
		{
			externalId: 'kasir-receipt-printer',
			url: `${base}en/kasir/receipt-printer`,
			title: 'Setting up a receipt printer in Kasir',
			language: 'en',
			age: '40d',
			body: 'Switch the printer on and hold its feed button until it prints its own name. In Kasir open Settings, then Printers, and choose Add. Bluetooth printers show up within ten seconds; network printers need their address, which stands on the page that the printer has just printed. Print a test receipt. If the text is cut off at the side, choose the paper width again: 58 mm or 80 mm.',
		},
		{
			externalId: 'kasir-refund',
			url: `${base}en/kasir/refunds`,
			title: 'Refunding a sale, in part or in full',
			language: 'en',
			age: '31d',
			body: 'Open the sale in History and choose Refund. Tick the items that come back, or all of them. Cash goes back from the drawer at once. Card and QRIS payments are returned by the payment provider within three working days; the customer gets a slip that says so. Only a manager can refund a sale of an earlier day.',
		},
		{
			externalId: 'faktur-numbering',
			url: `${base}en/faktur/invoice-numbers`,
			title: 'How invoice numbers are made',
			language: 'en',
			age: '72d',
			body: 'A number is given when an invoice is issued, not while it is a draft, so that no number is ever missing. The pattern is yours: year, month, branch and a running number. A change of the pattern holds from the next invoice on. Two branches that share one running number never get the same one, also offline: each keeps a block of twenty.',
		},
		{
			externalId: 'gudang-stok-opname',
			url: `${base}id/gudang/stok-opname`,
			title: 'Melakukan stok opname di Gudang',
			language: 'id',
			age: '18d',
			body: 'Buka Gudang, pilih Stok opname, lalu tentukan rak atau kategori yang dihitung. Penjualan boleh terus berjalan: Gudang mencatat setiap barang yang keluar selama penghitungan dan menyesuaikan selisihnya. Masukkan jumlah dengan pemindai atau ketik. Selisih lebih dari lima persen harus disetujui oleh kepala gudang sebelum stok berubah.',
		},
		{
			externalId: 'faktur-kirim-surel',
			url: `${base}id/faktur/kirim-lewat-surel`,
			title: 'Mengirim faktur lewat surel',
			language: 'id',
			age: '25d',
			body: 'Buka faktur yang sudah terbit dan pilih Kirim. Alamat pelanggan terisi sendiri dari data pelanggan. Salinan untuk bagian keuangan dapat diatur di Pengaturan. Jika surel tertolak, faktur menampilkan alasannya dan dapat dikirim lagi ke alamat lain.',
		},
		{
			externalId: 'sambung-api-keys',
			url: `${base}en/sambung/api-keys`,
			title: 'Making and rotating API keys in Sambung',
			language: 'en',
			age: '12d',
			body: 'A key belongs to one connection and shows once. Rotate it under Connections: the old key stays valid for 24 hours, so that nothing stops while you change it on the other side. A key that was not used for ninety days is switched off, and the owner of the connection is told a week before.',
		},
	],
};

/** What customers searched lately without finding anything. */
export const emptySearches: DemoEmptySearch[] = [
	{ query: 'two-factor sign-in', age: '1d', searches: 6, searchers: 4 },
	{ query: 'two-factor sign-in', age: '6d', searches: 3, searchers: 3 },
	{ query: 'apple watch', age: '3d', searches: 2, searchers: 2 },
	{ query: 'langganan tahunan diskon', age: '2d', searches: 5, searchers: 3 },
	{ query: 'loyalty stamps', age: '9d', searches: 4, searchers: 4 },
	{ query: 'loyalty stamps', age: '2d', searches: 2, searchers: 2 },
	{ query: 'kartu hadiah', age: '14d', searches: 1, searchers: 1 },
	{ query: 'webhook signature rust', age: '5h', searches: 1, searchers: 1 },
];
