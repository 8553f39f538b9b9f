// npm run test:attack -- [folder]
import { unpackChromium } from '../support/chromium.ts';
import { startProduct } from '../support/product.ts';
import { joinServices } from '../support/services.ts';
import { attack } from './attack.ts';
import { Watcher } from './browser.ts';
import { openHouse } from './house.ts';
import { linesIn, sampleLines } from './lines.ts';
import { attackRenderer } from './renderer.ts';
import { specOutcomes } from './spec.ts';
import { print, printRendered, printSpec } from './table.ts';

const [folder, ...rest] = process.argv.slice(2);
const limit = Number(rest[0] ?? 0) || Infinity;
// Pressed once, it ends with the lines that it has begun and prints what it found.
const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
process.once('SIGTERM', () => stopping.abort());
const say = (words: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${words}\n`);

const lines = (folder ? linesIn(folder) : sampleLines()).slice(0, limit);
say(`${lines.length} lines from ${folder ?? 'our own sample'}`);
const specs = folder ? await specOutcomes(folder) : [];
const rendered = await attackRenderer(lines);
say(`rendered ${rendered.rendered} times`);
printSpec(specs);
printRendered(rendered);
let wrong = rendered.findings.length + specs.reduce((sum, spec) => sum + spec.wrong.length, 0);

const { services, leave } = await joinServices();
const product = await startProduct(services, 'attack');
const watcher = await Watcher.open(await unpackChromium(), product.origin);
const house = await openHouse(product, lines.length);
try {
	const outcome = await attack(house, watcher, lines, {
		every: folder ? 20 : 1,
		say,
		stop: stopping.signal,
	});
	print(outcome);
	wrong += outcome.findings.length;
	process.exitCode = wrong === 0 ? 0 : 1;
} finally {
	await watcher.close();
	await house.close();
	await product.stop();
	await leave();
}
