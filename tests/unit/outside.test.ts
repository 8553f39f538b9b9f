import { afterEach, describe, expect, test } from 'vitest';
import { fetchPage } from '../../api/src/platform/outside/fetch-page.ts';
import { pageFacts } from '../../api/src/platform/outside/page-facts.ts';
import { isPublicAddress } from '../../api/src/platform/outside/public-address.ts';
import { requestAt } from '../../api/src/platform/outside/request.ts';
import { redirectTo, standIn, type OutsidePage, type StoodIn } from '../support/outside.ts';

let network: StoodIn | undefined;
afterEach(() => network?.close());

async function fetched(
	pages: Record<string, OutsidePage>,
	{ address = 'https://docs.example/a', names = {} as Record<string, string[]>, hosts = ['docs.example'] } = {},
) {
	network = await standIn(pages, names);
	return await fetchPage(address, { outside: network, mayAsk: (host) => hosts.includes(host) });
}

describe('an address', () => {
	test.each(['93.184.215.14', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::200e'])(
		'%s is public',
		(address) => expect(isPublicAddress(address)).toBe(true),
	);

	test.each([
		...[
			'127.0.0.1',
			'10.1.2.3',
			'172.16.0.1',
			'172.31.255.255',
			'192.168.1.1',
			'169.254.169.254',
			'100.64.0.1',
			'0.0.0.0',
		],
		...[
			'224.0.0.1',
			'255.255.255.255',
			'198.18.0.1',
			'192.0.2.1',
			'::1',
			'::',
			'fe80::1',
			'fc00::1',
			'fd12::1',
			'ff02::1',
		],
		...[
			'::ffff:127.0.0.1',
			'::ffff:10.0.0.1',
			'::ffff:7f00:1',
			'64:ff9b::7f00:1',
			'2002:7f00:1::',
			'2001::1',
			'2001:db8::1',
		],
		...['localhost', '', '1.2.3', '0x7f000001'],
	])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

describe('a page', () => {
	test('is fetched from an allowed host', async () => {
		expect(await fetched({ 'docs.example/a': '<title>Hello</title>' })).toBe('<title>Hello</title>');
		expect(network?.connected).toEqual(['93.184.215.14']);
	});

	test('is not asked for at a host that is not on the list, on a port of its own, or by another scheme', async () => {
		const addresses = [
			'https://other.example/a',
			'https://docs.example:8443/a',
			'https://me@docs.example/a',
			'ftp://docs.example/a',
		];
		for (const address of [...addresses, 'http://127.0.0.1/a', 'http://[::1]/a', 'no address']) {
			expect(await fetched({ 'docs.example/a': 'x' }, { address })).toBeUndefined();
			expect(network?.asked).toEqual([]);
			await network?.close();
		}
	});

	test.each([
		[['127.0.0.1']],
		[['10.0.0.8']],
		[['169.254.169.254']],
		[['::1']],
		[['fd00::1']],
		[['93.184.215.14', '10.0.0.8']],
		[[]],
	])('is not asked for where the name leads to %j', async (addresses) => {
		expect(await fetched({ 'docs.example/a': 'x' }, { names: { 'docs.example': addresses } })).toBeUndefined();
		expect(network?.connected).toEqual([]);
	});

	test('may lead on three times, and no more', async () => {
		const pages = {
			'docs.example/3': redirectTo('/2'),
			'docs.example/2': redirectTo('https://docs.example/1'),
			'docs.example/1': redirectTo('/0'),
		};
		expect(await fetched({ ...pages, 'docs.example/0': 'there' }, { address: 'https://docs.example/3' })).toBe('there');
		await network?.close();
		const longer = { ...pages, 'docs.example/0': 'there', 'docs.example/4': redirectTo('/3') };
		expect(await fetched(longer, { address: 'https://docs.example/4' })).toBeUndefined();
	});

	test('may not lead to a private address, nor to a host that is not on the list', async () => {
		const inside = {
			address: 'https://docs.example/a',
			hosts: ['docs.example', 'inside.example'],
			names: { 'inside.example': ['192.168.0.1'] },
		};
		expect(
			await fetched(
				{ 'docs.example/a': redirectTo('http://inside.example/secret'), 'inside.example/secret': 'x' },
				inside,
			),
		).toBeUndefined();
		expect(network?.asked).toEqual(['docs.example/a']);
		await network?.close();
		for (const place of [
			'http://127.0.0.1/x',
			'http://[::ffff:127.0.0.1]/x',
			'https://elsewhere.example/x',
			'file:///etc/passwd',
		]) {
			expect(await fetched({ 'docs.example/a': redirectTo(place) })).toBeUndefined();
			expect(network?.asked).toEqual(['docs.example/a']);
			await network?.close();
		}
	});

	test('ends after 512 kB', async () => {
		const page = await fetched({ 'docs.example/a': `<title>Long</title>${'x'.repeat(2_000_000)}` });
		expect(page?.length).toBe(512 * 1024);
	});

	test('is HTML, and answered with 200, or it is none', async () => {
		const image: OutsidePage = (_request, reply) =>
			void reply.writeHead(200, { 'content-type': 'image/png' }).end('<title>x</title>');
		const packed: OutsidePage = (_request, reply) =>
			void reply.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end('x');
		for (const page of [image, packed, undefined]) {
			expect(await fetched(page ? { 'docs.example/a': page } : {})).toBeUndefined();
			await network?.close();
		}
	});

	test('that does not come within 5 s is given up', { timeout: 15_000 }, async () => {
		const began = Date.now();
		const slow: OutsidePage = (_request, reply) =>
			void reply.writeHead(200, { 'content-type': 'text/html' }).write('<title>');
		expect(await fetched({ 'docs.example/a': slow })).toBeUndefined();
		expect(Date.now() - began).toBeGreaterThan(4500);
		expect(Date.now() - began).toBeLessThan(9000);
	});

	test('is read in the letters that it names', async () => {
		const latin: OutsidePage = (_request, reply) =>
			void reply
				.writeHead(200, { 'content-type': 'text/html; charset=iso-8859-1' })
				.end(Buffer.from('<title>caf\xe9</title>', 'latin1'));
		expect(await fetched({ 'docs.example/a': latin })).toBe('<title>café</title>');
	});

	test('is asked for at the address that was looked at, whatever its name says by then', async () => {
		network = await standIn({ 'rebound.invalid/': 'here' });
		const port = Number(new URL(await addressOf(network)).port);
		const reply = await requestAt(new URL(`http://rebound.invalid:${port}/`), '127.0.0.1', AbortSignal.timeout(2000));
		expect(reply.statusCode).toBe(200);
		reply.destroy();
	});
});

/** Where the stood-in network really is: seen by the request that it makes. */
async function addressOf(stood: StoodIn): Promise<string> {
	const reply = await stood.request(new URL('http://rebound.invalid/'), '93.184.215.14', AbortSignal.timeout(2000));
	const port = reply.socket.remotePort;
	reply.destroy();
	return `http://127.0.0.1:${port}`;
}

describe('what a page says of itself', () => {
	test('is its Open Graph title and description, in plain text', () => {
		const html = `<head><title>No</title><meta property="og:title" content="Receipts &amp; &quot;tax&quot; &#8211; it&#x27;s &lt;b&gt;new">
			<meta content='How to
			print' property='og:description'></head><body><meta property="og:title" content="late">`;
		expect(pageFacts(html)).toEqual({ title: 'Receipts & "tax" – it\'s <b>new', description: 'How to print' });
	});

	test('is its title and description otherwise, cut where the room ends', () => {
		const html = `<title>\n ${'long '.repeat(100)}</title><meta name=description content="d">`;
		const facts = pageFacts(html);
		expect(facts?.title).toHaveLength(200);
		expect(facts?.title.endsWith('…')).toBe(true);
		expect(facts?.description).toBe('d');
	});

	test('is nothing without a title', () => {
		expect(pageFacts('<meta name="description" content="d"><title> </title>')).toBeUndefined();
		expect(pageFacts('')).toBeUndefined();
	});

	test('does not take long to find in a hostile page', () => {
		const began = performance.now();
		for (const part of ['<meta ', '<title', '<meta property="og:title" content="', ' '.repeat(50), '&#x'])
			pageFacts(part.repeat(100_000));
		expect(performance.now() - began).toBeLessThan(3000);
	});
});
