import { describe, expect, test } from 'vitest';
import type { Viewer } from '@ikatan/contracts/accounts';
import { teamPlacesFor } from '../../web/src/lib/shell/team.ts';

const viewer = (role: Viewer['role']) =>
	({ role, staff: !['member', 'champion', 'moderator'].includes(role) }) as Viewer;
const product = { insights: 4, mining: 60, nominations: 0 };
const shown = (...given: Parameters<typeof teamPlacesFor>) =>
	teamPlacesFor(...given).map(({ href, waiting }) => (waiting === undefined ? href : `${href} ${waiting}`));

describe('the places for the team', () => {
	test('say to staff what waits, and leave out nominations while there are none', () => {
		expect(shown(viewer('product'), { team: { moderation: null, product } })).toEqual([
			'/insights 4',
			'/insights/mine 60',
			'/insights/to-write',
		]);
		const nominated = { moderation: 2, product: { ...product, nominations: 1 } };
		expect(shown(viewer('admin'), { team: nominated })).toEqual([
			'/insights 4',
			'/insights/mine 60',
			'/insights/nominations 1',
			'/insights/to-write',
			'/moderation 2',
		]);
	});

	test('stay while the numbers are not there', () => {
		expect(shown(viewer('agent'), { team: null })).toEqual(['/insights', '/insights/mine', '/insights/to-write']);
	});

	test('hold for moderators the queue and what is to be written, for who moderates a space the queue', () => {
		const team = { moderation: 0, product: null };
		expect(shown(viewer('moderator'), { team })).toEqual(['/insights/to-write', '/moderation 0']);
		expect(shown(viewer('champion'), { team })).toEqual(['/moderation 0']);
	});

	test('are not there for members and visitors', () => {
		expect(shown(viewer('member'), { team: null })).toEqual([]);
		expect(shown(null, { team: null })).toEqual([]);
	});
});
