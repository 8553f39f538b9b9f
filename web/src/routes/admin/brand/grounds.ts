import type { MessageKey } from '@ikatan/messages';

const names: Record<string, MessageKey> = {
	accent: 'brand.ground.accent',
	'accent-wash': 'brand.ground.accent-wash',
	'accent-ink': 'brand.ground.accent-ink',
	'accent-hover': 'brand.ground.accent-hover',
	link: 'brand.ground.link',
	staff: 'brand.ground.staff',
	'staff-wash': 'brand.ground.staff-wash',
	solved: 'brand.ground.solved',
	'solved-wash': 'brand.ground.solved-wash',
	danger: 'brand.ground.danger',
	'danger-wash': 'brand.ground.danger-wash',
	surface: 'brand.ground.surface',
	sunken: 'brand.ground.sunken',
	raised: 'brand.ground.raised',
	hover: 'brand.ground.hover',
	white: 'brand.ground.white',
	banner: 'brand.ground.banner',
};

/** What a colour's place is called. */
export const groundName = (token: string): MessageKey => names[token] ?? 'brand.ground.surface';
