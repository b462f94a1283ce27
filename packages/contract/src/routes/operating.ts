import { z } from 'zod';
import { table } from '../route.ts';
import { accountList, accountParams, importReply } from '../schemas/accounts.ts';
import { pageQuery } from '../schemas/values.ts';

const plain = {
  params: null,
  query: null,
  body: null,
  errors: [],
  access: 'operator',
  changes: false,
} as const;

/** What whoever runs the instance does with accounts as a whole, and with the instance's data. */
export const operatingRoutes = table({
  listAccounts: {
    ...plain,
    id: 'listAccounts',
    method: 'GET',
    path: '/v1/accounts',
    summary: 'List the accounts',
    description: 'Every account as it stands now, in the order in which the shards of the ledger keep them.',
    tag: 'Accounts',
    query: pageQuery,
    responses: [{ status: 200, description: 'The accounts.', schema: accountList }],
  },
  exportAccount: {
    ...plain,
    id: 'exportAccount',
    method: 'GET',
    path: '/v1/accounts/{account}/export',
    summary: 'Export an account',
    description:
      'Its whole journal as lines of JSON: a header, then every entry with the text that was hashed (J1). The same ' +
      'journal makes the same bytes on every instance.',
    tag: 'Accounts',
    params: accountParams,
    responses: [{ status: 200, description: 'The file.', schema: z.string(), media: 'application/x-ndjson' }],
  },
  importAccount: {
    ...plain,
    id: 'importAccount',
    method: 'POST',
    path: '/v1/accounts/{account}/import',
    summary: 'Import an account',
    description:
      'Takes the file of an export, of any length. It is replayed and its hashes are checked before anything is ' +
      'written; then all of it is, or nothing (J2). Balances, receipts and used idempotency keys are what they were.',
    tag: 'Accounts',
    params: accountParams,
    upload: 'application/x-ndjson',
    responses: [{ status: 201, description: 'Imported.', schema: importReply }],
    errors: ['account_exists', 'plan_not_found', 'invalid_state', 'unsupported_media_type'],
  },
  takeBackup: {
    ...plain,
    id: 'takeBackup',
    method: 'POST',
    path: '/v1/backup',
    summary: 'Take a backup of the embedded database',
    description:
      'A gzipped tar archive of the database’s files as they stood at one moment; `inkwell restore` makes a data folder ' +
      'of it. On a PostgreSQL server it is refused: `pg_dump` and `pg_basebackup` do it there. Never by a session.',
    tag: 'Instance',
    responses: [{ status: 200, description: 'The archive.', schema: z.string(), media: 'application/gzip' }],
    errors: ['invalid_state'],
  },
});
