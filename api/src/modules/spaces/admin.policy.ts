import type { SpaceRule } from './spaces.policy.ts';

type Readers = Pick<SpaceRule, 'kind' | 'groupIds' | 'companyIds'>;

/** Whether two ways of saying who may read mean the same. */
export function sameReaders(left: Readers, right: Readers): boolean {
	if (left.kind !== right.kind) return false;
	if (left.kind === 'groups') return sameIds(left.groupIds, right.groupIds);
	return left.kind !== 'company' || sameIds(left.companyIds, right.companyIds);
}

const sameIds = (left: number[], right: number[]) =>
	left.length === right.length && left.every((id) => right.includes(id));

/** A name as the last part of an address; `space` where no letter of it can stand there. */
export function slugFor(name: string): string {
	const slug = name
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 50)
		.replace(/-+$/, '');
	return slug || 'space';
}
