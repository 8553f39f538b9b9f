import type { BoardColumn, InsightType, ProductArea } from '@ikatan/contracts/insight-choices';

export type Kind = 'areas' | 'columns' | 'types';
/** A row of any of the three: what the kind has besides its name is left out for the others. */
export type Row = { id: number; slug: string; name: string | null } & Partial<
	Pick<ProductArea, 'description'> & Pick<BoardColumn, 'stage'> & Pick<InsightType, 'tone'>
>;
