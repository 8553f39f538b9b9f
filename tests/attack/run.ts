// npm run test:attack -- [folder]
import { unpackChromium } from '../support/chromium.ts';
import { startProduct } from '../support/product.ts';
import { joinServices } from '../support/services.ts';
import { attack } from './attack.ts';
import { Watcher } from './browser.ts';
import { openHouse } from './house.ts';
import { linesIn, sampleLines } from './lines.ts';
import { print } from './table.ts';

const [folder, ...rest] = process.argv.slice(2);
const limit = Number(rest[0] ?? 0) || Infinity;
const say = (words: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${words}\n`);

const lines = (folder ? linesIn(folder) : sampleLines()).slice(0, limit);
say(`${lines.length} lines from ${folder ?? 'our own sample'}`);
const { services, leave } = await joinServices();
const product = await startProduct(services, 'attack');
const watcher = await Watcher.open(await unpackChromium(), product.origin);
const house = await openHouse(product, lines.length);
try {
	const outcome = await attack(house, watcher, lines, { every: folder ? 20 : 1, say });
	print(outcome, lines.length);
	process.exitCode = outcome.findings.length === 0 ? 0 : 1;
} finally {
	await watcher.close();
	await house.close();
	await product.stop();
	await leave();
}
