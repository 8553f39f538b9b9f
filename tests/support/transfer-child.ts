import { connect } from '../../api/src/platform/db.ts';
import { importStackExchange } from '../../api/src/modules/transfer/index.ts';

// An import in a process of its own, to be killed: says each batch that is kept, in small batches so that there are many.
const [url = '', folder = '', batchRows = '2'] = process.argv.slice(2);
const sql = connect(url, { max: 4, name: 'import to be killed' });
const onProgress = ({ step }: { step: string }) => process.stdout.write(`${step}\n`);
const report = await importStackExchange({ sql, folder, batchRows: Number(batchRows), onProgress });
process.stdout.write(`finished ${JSON.stringify(report.tally)}\n`);
await sql.end();
