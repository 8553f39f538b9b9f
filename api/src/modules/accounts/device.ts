import { translate } from '@ikatan/messages';

// The first that fits wins: Edge and Opera call themselves Chrome too, Chrome calls itself Safari, Android is also Linux.
const browsers: [RegExp, string][] = [
	[/\bEdg(e|A|iOS)?\//, 'Edge'],
	[/\b(OPR|Opera)\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\b(Firefox|FxiOS)\//, 'Firefox'],
	[/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
	[/\bSafari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
	[/\bAndroid\b/, 'Android'],
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b/, 'Mac'],
	[/\bCrOS\b/, 'ChromeOS'],
	[/\bLinux\b/, 'Linux'],
];

/** A browser as kept with its session, `Firefox/Linux`; empty parts where the header does not tell. */
export function deviceOf(userAgent: string | undefined): string {
	const nameIn = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent ?? ''))?.[1] ?? '';
	return `${nameIn(browsers)}/${nameIn(systems)}`;
}

/** The same in words: “Firefox on Linux”. */
export function deviceInWords(device: string, language: string): string {
	const [browser, system] = device.split('/');
	if (browser && system) return translate(language, 'mail.accountDevice', { browser, system });
	return browser || system || translate(language, 'mail.accountDeviceUnknown');
}
