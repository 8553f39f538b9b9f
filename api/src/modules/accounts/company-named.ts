import type { Tx } from '../../platform/db.ts';
import { invalid } from '../../platform/errors.ts';
import { findCompanyByName } from './admin-members.queries.ts';

/** The company's id, for a form that names one; null for no name. Throws 422 `company-not-found`. */
export async function companyNamed(tx: Tx, name: string): Promise<number | null> {
	if (name === '') return null;
	const id = await findCompanyByName(tx, name);
	if (id === undefined) throw invalid({ company: 'company-not-found' });
	return id;
}
