import { BlockList, isIP } from 'node:net';

/** IPv4 blocks that are not the public internet (IANA special-purpose registry, RFC 6890 and its successors). */
const notPublic: [string, number][] = [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.0.2.0', 24],
	['192.88.99.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['198.51.100.0', 24],
	['203.0.113.0', 24],
	['224.0.0.0', 4],
	['240.0.0.0', 4],
];
/** Within the one IPv6 block of public addresses, 2000::/3: what is none, or carries an IPv4 address inside. */
const notPublic6: [string, number][] = [
	['2001::', 23],
	['2001:db8::', 32],
	['2002::', 16],
	['3fff::', 20],
];

const refused = new BlockList();
for (const [net, bits] of notPublic) refused.addSubnet(net, bits, 'ipv4');
const publicBlock6 = new BlockList();
publicBlock6.addSubnet('2000::', 3, 'ipv6');
const refused6 = new BlockList();
for (const [net, bits] of notPublic6) refused6.addSubnet(net, bits, 'ipv6');

/** Whether an address belongs to the public internet: not this machine, not the network around it, not a cloud's own services. */
export function isPublicAddress(address: string): boolean {
	const family = isIP(address);
	if (family === 4) return !refused.check(address, 'ipv4');
	return family === 6 && publicBlock6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
}
