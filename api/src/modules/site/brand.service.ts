import type { BrandSettings, ChosenColours, HomeSettings, LogoImage, LogoPlace } from '@ikatan/contracts/brand';
import { ownColours, weakPairs, type BrandColourName } from '@ikatan/contracts/brand-colours';
import type { SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { invalid } from '../../platform/errors.ts';
import { renderMarkdown } from '../../platform/richtext/index.ts';
import { keepFile } from '../files/index.ts';
import { changeBy, changeSection } from './site.service.ts';

type Seen = { seen?: number | undefined };

/** Sets the colours; those that are the product's own are not kept. Throws 409, 422 `contrast-too-low` by colour. */
export async function setColours(deps: Deps, actor: SignedIn, { seen, ...wanted }: ChosenColours & Seen) {
	const weak = weakPairs({ ...ownColours, ...wanted });
	if (weak.length > 0) {
		const fields = Object.fromEntries(weak.map(({ name }) => [name, 'contrast-too-low' as const]));
		throw invalid(fields, 'contrast-too-low');
	}
	const colours: ChosenColours = Object.fromEntries(
		Object.entries(wanted).filter(([name, colour]) => colour !== ownColours[name as BrandColourName]),
	);
	await changeBy(deps, actor, 'brand', ({ brand }) => ({ brand: { ...brand, colours } }), seen);
}

/** Makes an uploaded picture the logo. Throws 422 `unsupported-image` or `image-too-large`. */
export async function setLogo(
	deps: Deps,
	actor: SignedIn,
	place: LogoPlace,
	upload: { bytes: Uint8Array; name: string },
): Promise<LogoImage> {
	const { id, url, width, height } = await keepFile(deps, actor, { ...upload, purpose: 'brand' });
	const image = { fileId: id, url, width: width ?? 0, height: height ?? 0 };
	await changeLogo(deps, actor, (logo) => ({ ...logo, [place]: image }));
	return image;
}

/** Takes a logo away; its file stays, so that this can be undone. */
export async function removeLogo(deps: Deps, actor: SignedIn, place: LogoPlace): Promise<void> {
	await changeLogo(deps, actor, ({ [place]: _, ...others }) => others);
}

async function changeLogo(deps: Deps, actor: SignedIn, change: (logo: BrandSettings['logo']) => BrandSettings['logo']) {
	await changeBy(deps, actor, 'brand', ({ brand }) => ({ brand: { ...brand, logo: change(brand.logo) } }));
}

/** Sets what the home page shows. Throws 409; 422 where the lists are missing, a block stands twice, or its text is. */
export async function setHome(deps: Deps, actor: SignedIn, { blocks, text, seen }: HomeSettings & Seen) {
	if (!blocks.includes('lists') || new Set(blocks).size < blocks.length) throw invalid({ blocks: 'bad-value' });
	if (blocks.includes('text') && text === '') throw invalid({ text: 'required' });
	const { html } = await renderMarkdown(text, { origin: deps.env.PUBLIC_ORIGIN });
	const homeText = { source: text, html: text === '' ? '' : html };
	await changeSection(deps, actor, 'home', { homeBlocks: blocks, homeText, seen });
}
