import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/brand';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { sentFile } from '../files/index.ts';
import { loadSettings } from '../settings/index.ts';
import * as service from './brand.service.ts';
import { linesOf } from './site.service.ts';

const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 60, perSeconds: 60 } };

/** For admins: how the community looks, and what its home page shows. */
export function brandRoutes(app: FastifyInstance): void {
	serve(app, contract.readBrand, reads, async ({ deps }) => {
		const [{ brand }, lines] = await Promise.all([loadSettings(deps.sql), linesOf(deps.sql, 'brand')]);
		return { ...brand, lines };
	});
	serve(app, contract.changeColours, writes, ({ deps, actor, body }) =>
		service.setColours(deps, actor as SignedIn, body),
	);
	serve(app, contract.uploadLogo, writes, async ({ deps, actor, params, request }) =>
		service.setLogo(deps, actor as SignedIn, params.place, await sentFile(request)),
	);
	serve(app, contract.removeLogo, writes, ({ deps, actor, params }) =>
		service.removeLogo(deps, actor as SignedIn, params.place),
	);
	serve(app, contract.readHomeSettings, reads, async ({ deps }) => {
		const [{ homeBlocks, homeText }, lines] = await Promise.all([loadSettings(deps.sql), linesOf(deps.sql, 'home')]);
		return { blocks: homeBlocks, text: homeText.source, html: homeText.html, lines };
	});
	serve(app, contract.changeHomeSettings, writes, ({ deps, actor, body }) =>
		service.setHome(deps, actor as SignedIn, body),
	);
}
