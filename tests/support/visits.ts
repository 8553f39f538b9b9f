import type { Page } from 'playwright-core';
import { signIn } from '@ikatan/contracts/accounts';
import { cookieNames } from '@ikatan/contracts/cookies';
import { community } from '../../api/demo/content/index.ts';
import type { Product } from './product.ts';

/** Which running product somebody signs in to. */
export type Place = Pick<Product, 'origin' | 'password'>;

/** Waits until the page's scripts have taken over: a click before that goes the way without JavaScript. */
export async function hydrated(page: Page): Promise<void> {
	await page.locator('html[data-hydrated]').waitFor({ state: 'attached' });
}

/** Goes to an address and waits until its scripts run. */
export async function open(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await hydrated(page);
}

/** The mail address of a member of the demo community. */
export function mailOf(handle: string): string {
	const member = community.members.find((candidate) => candidate.handle === handle);
	if (!member) throw new Error(`The demo community has no member ${handle}`);
	return member.mail;
}

/** Signs the person behind this page in by mail address, with the password that all have, without going through the form. */
export async function signInWith(page: Page, mail: string, { origin, password }: Place): Promise<void> {
	const reply = await page.request.post(origin + signIn.path, { data: { mail, password }, headers: { origin } });
	if (reply.status() !== signIn.status)
		throw new Error(`${mail} was not let in (${reply.status()}): ${await reply.text()}`);
}

/** Signs a member of the demo community in without a browser; gives the session's cookie. */
export async function sessionOf(handle: string, { origin, password }: Place): Promise<string> {
	const reply = await fetch(origin + signIn.path, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/json' },
		body: JSON.stringify({ mail: mailOf(handle), password }),
	});
	if (reply.status !== signIn.status)
		throw new Error(`${handle} was not let in (${reply.status}): ${await reply.text()}`);
	const cookie = reply.headers.getSetCookie().find((one) => one.startsWith(`${cookieNames.session}=`));
	if (!cookie) throw new Error(`${handle} was let in without a session`);
	return cookie.split(';')[0]!;
}
