import { requireViewer } from '#lib/server/answer.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = () => ({ member: requireViewer() });
