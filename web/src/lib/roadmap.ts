import type { Roadmap } from '@ikatan/contracts/telling';
import type { MessageKey } from '@ikatan/messages';

type Column = Pick<Roadmap['columns'][number], 'name' | 'stage'>;

/** A column as the admin named it, or as the first set is in the reader's language; what is new is never among them. */
export const roadmapColumnName = ({ name, stage }: Column, say: (key: MessageKey) => string): string =>
	name ?? (stage === 'new' ? '' : say(`roadmap.stage.${stage}`));
