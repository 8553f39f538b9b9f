import type { TestProject } from 'vitest/node';
import { unpackChromium } from './chromium.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { joinServices } from './services.ts';

/** The running product that the browser tests share. */
export type TestProduct = Omit<Product, 'stop'> & { chromium: string };

declare module 'vitest' {
	interface ProvidedContext {
		product: TestProduct;
	}
}

/** Starts the product and unpacks the browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { services, leave } = await joinServices();
	try {
		const [chromium, { stop, ...product }] = await Promise.all([unpackChromium(), startProduct(services, 'e2e')]);
		project.provide('product', { ...product, chromium });
		project.provide('services', services);
		return async () => {
			await stop();
			await leave();
		};
	} catch (error) {
		await leave();
		throw error;
	}
}
