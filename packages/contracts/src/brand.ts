import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { SettingsLine } from './site-settings.ts';

const Colour = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^#[0-9a-f]{6}$/);

/** Colours that differ from the product's own, as `#rrggbb`. */
export const ChosenColours = z.object({
	accentLight: Colour.optional(),
	accentDark: Colour.optional(),
	staffLight: Colour.optional(),
	staffDark: Colour.optional(),
	solvedLight: Colour.optional(),
	solvedDark: Colour.optional(),
	dangerLight: Colour.optional(),
	dangerDark: Colour.optional(),
});
export type ChosenColours = z.infer<typeof ChosenColours>;

export const LogoImage = z.object({ fileId: z.number(), url: z.string(), width: z.number(), height: z.number() });
export type LogoImage = z.infer<typeof LogoImage>;
/** For light pages, for dark ones (the light one without it), and a square one for tabs of browsers. */
export const LogoPlace = z.enum(['light', 'dark', 'icon']);
export type LogoPlace = z.infer<typeof LogoPlace>;
export const Logo = z.object({
	light: LogoImage.optional(),
	dark: LogoImage.optional(),
	icon: LogoImage.optional(),
});
export type Logo = z.infer<typeof Logo>;

export const BrandSettings = z.object({ colours: ChosenColours, logo: Logo });
export type BrandSettings = z.infer<typeof BrandSettings>;

/** What can stand on the home page. `lists` always does; `solved`, `helpers` and `tags` stand beside it. */
export const HomeBlock = z.enum(['hello', 'text', 'lists', 'solved', 'helpers', 'tags']);
export type HomeBlock = z.infer<typeof HomeBlock>;

/** Number of the newest line that the form has seen. */
const seen = z.number().int().min(0).optional();

export const readBrand = endpoint({
	method: 'GET',
	path: '/api/admin/brand',
	summary: 'Logo and colours with the latest changes; for admins',
	reply: BrandSettings.extend({ lines: z.array(SettingsLine) }),
});

/** 422 `contrast-too-low` names each colour that could not be read well enough; what is left out is the product's own. */
export const changeColours = endpoint({
	method: 'PUT',
	path: '/api/admin/brand/colours',
	summary: 'Set the colours; for admins',
	body: ChosenColours.extend({ seen }),
	reply: z.undefined(),
	status: 204,
});

/** Multipart with one part `file`; made anew without metadata, at most 512 px. */
export const uploadLogo = endpoint({
	method: 'POST',
	path: '/api/admin/brand/logo/:place',
	summary: 'Upload the logo for light pages, dark pages or tabs of browsers; for admins',
	params: z.object({ place: LogoPlace }),
	reply: LogoImage,
	status: 201,
});

export const removeLogo = endpoint({
	method: 'DELETE',
	path: '/api/admin/brand/logo/:place',
	summary: 'Take the logo away; for admins',
	params: z.object({ place: LogoPlace }),
	reply: z.undefined(),
	status: 204,
});

export const HomeSettings = z.object({
	blocks: z.array(HomeBlock).max(6),
	/** Markdown, shown where the block `text` stands. */
	text: z.string().trim().max(8000),
});
export type HomeSettings = z.infer<typeof HomeSettings>;

export const readHomeSettings = endpoint({
	method: 'GET',
	path: '/api/admin/home',
	summary: 'What the home page shows, with the latest changes; for admins',
	reply: HomeSettings.extend({ html: z.string(), lines: z.array(SettingsLine) }),
});

export const changeHomeSettings = endpoint({
	method: 'PUT',
	path: '/api/admin/home',
	summary: 'Choose what the home page shows and in which order; for admins',
	body: HomeSettings.extend({ seen }),
	reply: z.undefined(),
	status: 204,
});
