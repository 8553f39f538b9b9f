import { prose } from '../prose.ts';
import type { DemoThread } from '../types.ts';

/** Kasir: printers, scanners and screens on the counter. */
export const kasirDevices: DemoThread[] = [
	{
		ref: 'printer-sleeps',
		space: 'kasir',
		kind: 'problem',
		title: 'Bluetooth printer disconnects after a few quiet minutes',
		body: prose`
			Renon café, afternoon shift. If nobody orders for about five minutes, the next receipt does not print. Kasir shows "Printer not found", I open **Settings → Devices → Printer**, tap the same printer again, and it prints. Until the next quiet spell.

			- Kasir 7.3.2, a 10-inch Android 14 tablet
			- 58 mm Bluetooth printer, on its charger
			- the old tablet (Android 11) never did this with the same printer

			I reconnected it **31 times on Saturday**. I counted because nobody believed me.
		`,
		tags: ['printer', 'android'],
		language: 'en',
		author: 'putuayu',
		age: '26d',
		views: 2187,
		up: 17,
		meToo: ['sitinur', 'jessa', 'ilhamr', 'amelia', 'ratnad', 'mariaj'],
		answers: [
			{
				author: 'tomasz',
				age: '26d',
				up: 4,
				body: 'Does it also happen while the tablet is charging? If not, that points to power saving and not to the printer.',
				comments: [
					{
						author: 'putuayu',
						age: '26d',
						body: 'Just tested for half an hour: on the charger it never drops. Off the charger it drops after 5 or 6 minutes.',
					},
				],
			},
			{
				author: 'nyoman',
				age: '25d',
				up: 19,
				accepted: { age: '24d' },
				body: prose`
					That settles it. Android 13 and later put Kasir's background service to sleep when the screen has been dim for five minutes, and the printer connection goes with it. On the tablet:

					1. **Settings → Apps → Lapakarsa Kasir → Battery → Unrestricted**
					2. **Settings → Battery → Adaptive battery**: off, or exclude Kasir
					3. Some makes (ours included) have a third one called *Auto-launch* or *Background start*. Allow Kasir there, otherwise step 1 forgets itself after an update.
					4. Restart the tablet once

					All four of ours have been steady for two months.
				`,
				edits: [
					{
						author: 'nyoman',
						age: '595h',
						reason: 'Added the auto-launch setting, which some makes need',
						bodyBefore: prose`
							That settles it. Android 13 and later put Kasir's background service to sleep when the screen has been dim for five minutes, and the printer connection goes with it. On the tablet:

							1. **Settings → Apps → Lapakarsa Kasir → Battery → Unrestricted**
							2. **Settings → Battery → Adaptive battery**: off, or exclude Kasir
							3. Restart the tablet once
						`,
					},
				],
				comments: [
					{ author: 'putuayu', age: '24d', body: 'Two full shifts, not one disconnect. My thumb thanks you.' },
					{
						author: 'ilhamr',
						age: '21d',
						body: 'Di tablet kami nomor 3 namanya "Mulai otomatis". Setelah itu baru beres.',
					},
				],
			},
			{
				author: 'fitri',
				age: '24d',
				up: 8,
				body: prose`
					Nyoman's list is what we would send you, plus his third step, which was missing in our help page until this morning.

					From 7.4 on, due in about three weeks, Kasir checks this itself: when the tablet is allowed to put it to sleep, the printer page says so and a button takes you to the right screen.
				`,
			},
			{
				author: 'oskar',
				age: '23d',
				up: 5,
				down: 2,
				body: 'Or buy a network printer and never think about it again. Ours hangs on a cable since last year and has not missed one receipt, in a town where the power goes off twice a week.',
				comments: [
					{
						author: 'putuayu',
						age: '23d',
						body: 'Tell that to the person who signs for new printers. (He reads this. Hello, boss.)',
					},
				],
			},
		],
	},
	{
		ref: 'printer-putus',
		space: 'kasir',
		kind: 'problem',
		title: 'Printer bluetooth putus terus, harus disambung ulang tiap mau cetak nota',
		body: prose`
			Tablet baru ganti minggu lalu, printer lama. Kalau bengkel lagi sepi terus ada yang bayar, notanya nggak keluar. Harus masuk pengaturan dulu, pilih printernya lagi, baru mau.

			Sudah ganti baterai printer, sama saja. Ada yang pernah?
		`,
		tags: ['printer', 'android'],
		language: 'id',
		author: 'agusbengkel',
		age: '11d',
		views: 143,
		up: 4,
		meToo: ['jokopurn'],
		answers: [
			{
				author: 'putuayu',
				age: '11d',
				up: 6,
				accepted: { age: '10d' },
				body: prose`
					Persis masalah saya dua minggu lalu, Pak. Bukan printernya, tapi tabletnya yang menidurkan aplikasi. Langkahnya ada di [thread ini](thread:printer-sleeps), ringkasnya:

					1. Setelan → Aplikasi → Lapakarsa Kasir → Baterai → **Tidak dibatasi**
					2. Matikan **Baterai adaptif**
					3. Izinkan **Mulai otomatis** (kalau ada)
					4. Restart sekali
				`,
			},
		],
		comments: [
			{
				author: 'ayularas',
				age: '10d',
				body: 'Saya tautkan ke thread yang sama dalam bahasa Inggris, supaya yang mencari menemukan dua-duanya.',
			},
		],
		duplicateOf: { ref: 'printer-sleeps', age: '10d', by: 'ayularas' },
	},
	{
		ref: 'scanner-note-field',
		space: 'kasir',
		kind: 'problem',
		title: 'Scanner types the barcode into the note field instead of adding the item',
		body: prose`
			Since we got the new scanner (2D, USB, works as a keyboard), about one scan in ten lands in the *order note*. The customer then gets a receipt that says \`8999999123457\` at the bottom and pays for one item less. I noticed because a regulator hose worth 900,000 walked out of the shop that way.

			The old scanner never did it.
		`,
		tags: ['scanner'],
		language: 'en',
		author: 'oskar',
		age: '4d',
		views: 231,
		up: 9,
		meToo: ['agusbengkel', 'kowirya'],
		answers: [
			{
				author: 'kowirya',
				age: '4d',
				up: 12,
				accepted: { age: '3d' },
				body: prose`
					We had this with the same sort of scanner. A keyboard scanner types wherever the cursor is, and it types fast. The order note takes the cursor when somebody touches the lower edge of the screen.

					Two settings, do both:

					1. On the scanner: scan the *prefix* code in its booklet and set prefix **F8**. Each scan then starts with F8.
					2. In Kasir: **Settings → Devices → Scanner → Start key → F8**. Kasir now takes everything from F8 until Enter as a scan, wherever the cursor is.

					Not one stray code since, on 11 tills.
				`,
				comments: [
					{
						author: 'oskar',
						age: '3d',
						body: 'The booklet was in Chinese, the F8 code was on page 14, and it works. Many thanks.',
					},
					{
						author: 'agusbengkel',
						age: '3d',
						body: 'Di scanner saya kodenya di halaman 9, tulisannya "Add Prefix". Beres juga.',
					},
				],
			},
			{
				author: 'dsiahaan',
				age: '70h',
				up: 6,
				body: prose`
					A till that silently undercharges is our fault, not the scanner's. We are going to treat any run of digits typed faster than a person can type as a scan, F8 or not. It is written for 7.5 and I will come back here when it ships.

					Oskar, was that hose the only one you know of? If you tell me which week, I can look for receipts with a bare barcode in the note.
				`,
				comments: [{ author: 'oskar', age: '66h', body: 'Sent you the week by message. I would rather know.' }],
			},
		],
	},
	{
		ref: 'logo-black-box',
		space: 'kasir',
		kind: 'question',
		title: 'Shop logo prints as a solid black box',
		body: 'On the screen the receipt preview looks lovely. On paper there is a black square where the logo should be. The file is a PNG, 800 by 800, transparent background, dark green drawing. 80 mm printer.',
		tags: ['receipts', 'printer'],
		language: 'en',
		author: 'jessa',
		age: '55d',
		views: 902,
		up: 6,
		answers: [
			{
				author: 'amelia',
				age: '55d',
				up: 11,
				accepted: { age: '54d' },
				body: prose`
					Thermal paper knows only black and white, and "transparent" is read as black by many printers. Before uploading:

					- put the drawing on a **white** background
					- make it black, not dark green
					- 384 pixels wide is enough for 58 mm, 576 for 80 mm

					Any free tool does it, or with ImageMagick in one go:

					~~~bash
					magick logo.png -background white -alpha remove -resize 576x -colorspace Gray -threshold 60% logo-receipt.png
					~~~

					If thin lines vanish, try a threshold of 70%.
				`,
				comments: [
					{
						author: 'jessa',
						age: '54d',
						body: '70% was the one. I have printed eleven receipts for no reason.',
					},
				],
			},
			{
				author: 'fitri',
				age: '53d',
				up: 3,
				body: "I have asked for the preview to show what the paper will show. Until then Amelia's recipe is better than what our help page says, so I replaced the help page with it, with a thank-you.",
			},
		],
	},
	{
		ref: 'dim-screen',
		space: 'kasir',
		kind: 'idea',
		title: 'A dim theme for the till at night',
		body: 'Our bar is lit by four lamps and one very bright Kasir tablet. Guests move away from it like moths in reverse. A dark theme would do, even without any other change.',
		tags: ['restaurant'],
		language: 'en',
		author: 'oskar',
		age: '61d',
		views: 355,
		up: 9,
		upBy: ['nyoman', 'putuayu'],
		answers: [
			{
				author: 'nyoman',
				age: '60d',
				up: 5,
				body: 'Yes from us. Meanwhile: Android\'s "extra dim" in the quick settings goes far below the normal slider, and printing still works.',
			},
			{
				author: 'dsiahaan',
				age: '57d',
				up: 4,
				down: 3,
				body: prose`
					An honest no, for the next six months. The till has some 140 screens with colours written by hand, and the people who would redo them are the same ones who are making offline sync trustworthy. I do not want to take them off that for this.

					It stays open here, and I look at it again when we plan the half-year after that. Votes do count then.
				`,
				comments: [
					{
						author: 'oskar',
						age: '56d',
						body: 'Disappointing, but I prefer this to "it is on our radar". Offline first, please.',
					},
				],
			},
			{
				author: 'agusbengkel',
				age: '6h',
				body: 'Numpang lapak: ada yang jual tablet bekas 10 inci? Buat kasir bengkel, COD Bandung. Colek ya.',
			},
		],
	},
];
