import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Routes, invalidRequest } from '@inkwell/contract';
import { type Imported, type Ledger, linesOf } from '@inkwell/ledger';
import type { Backups } from '../backup.ts';
import { type Handlers, type Result, ok, refuse, refused } from '../http/call.ts';
import { pageOf } from './context.ts';

type AccountFileRoutes = Pick<Routes, 'listAccounts' | 'exportAccount' | 'importAccount'>;

const NDJSON = 'application/x-ndjson';
const PLACE = /^(\d{1,9})-(\d{1,15})$/;

const notJson = refuse('unsupported_media_type', `Send the file of an export as ${NDJSON}.`);
const brokenOff = refused(invalidRequest([{ field: 'body', message: 'broke off before its end' }]));

/**
 * Keeps a body in a file that only this user can read while `work` runs: an import reads it twice, and no slow sender may
 * hold up the ledger. null: the body broke off.
 */
async function spooled<T>(
  body: ReadableStream<Uint8Array> | null,
  work: (path: string) => Promise<T>,
): Promise<T | null> {
  const folder = await mkdtemp(join(tmpdir(), 'inkwell-import-'));
  try {
    const path = join(folder, 'account.ndjson');
    if (!(await kept(body, path))) return null;
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function kept(body: ReadableStream<Uint8Array> | null, path: string): Promise<boolean> {
  const file = await open(path, 'wx', 0o600);
  try {
    const reader = body?.getReader();
    for (;;) {
      const next = await reader?.read().catch(() => null);
      if (next === null) return false;
      if (next?.value === undefined) return true;
      await file.writeFile(next.value);
    }
  } finally {
    await file.close();
  }
}

async function* bytesOf(pages: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const page of pages) yield encoder.encode(page);
}

function resultOf(imported: Imported): Result {
  if (imported.ok) {
    const { account, entries, head_hash } = imported;
    return ok({ account, entries, head_hash }, 201);
  }
  const { code, detail, figures } = imported.refusal;
  return refuse(code, detail, figures as Record<string, string>);
}

/** All accounts, and one as a file. */
export const accountFileHandlers = (ledger: Ledger): Handlers<AccountFileRoutes> => ({
  listAccounts: async ({ query: { limit, cursor } }) => {
    const place = cursor === undefined ? null : PLACE.exec(cursor);
    if (cursor !== undefined && place === null)
      return refused(
        invalidRequest([
          { field: 'query.cursor', message: 'must be a next_cursor that this list answered with' },
        ]),
      );
    const after = place === null ? null : { shard: Number(place[1]), account_no: Number(place[2]) };
    const found = await ledger.reads.accounts(after, limit + 1);
    const page = pageOf(found, limit, ({ shard, account_no }) => `${shard}-${account_no}`);
    const loaded = await Promise.all(page.data.map(({ account }) => ledger.reads.load(account)));
    const data = loaded.flatMap((one) => (one === undefined ? [] : [ledger.reads.accountOf(one)]));
    return ok({ ...page, data });
  },
  exportAccount: async ({ params: { account } }) => {
    const pages = await ledger.exportAccount(account);
    if (pages === undefined)
      return refuse('account_not_found', `There is no account ${account}.`, { account });
    const headers = {
      'content-type': NDJSON,
      'content-disposition': `attachment; filename="${account}.ndjson"`,
    };
    const body = Readable.toWeb(Readable.from(bytesOf(pages))) as ReadableStream<Uint8Array>;
    return { status: 200, body, headers };
  },
  importAccount: async ({ params: { account }, request }) => {
    const type = request?.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (request === null || type !== NDJSON) return notJson;
    const imported = await spooled(request.body, (path) =>
      ledger.importAccount(account, () => linesOf(createReadStream(path))),
    );
    return imported === null ? brokenOff : resultOf(imported);
  },
});

/** Backups of the embedded database. */
export const backupHandlers = (backups: Backups): Handlers<Pick<Routes, 'takeBackup'>> => ({
  takeBackup: async ({ caller }) => {
    // The archive holds everybody's texts and the hashes of their passwords: more than staff may see.
    if (caller.kind !== 'operator') return refuse('not_allowed', 'This needs an operator key.');
    const backup = await backups.take();
    if (backup === 'not_embedded')
      return refuse('invalid_state', 'The database is a PostgreSQL server: back it up with its own tools.');
    if (backup === 'busy') return refuse('invalid_state', 'A backup is being taken already.');
    return {
      status: 200,
      body: backup.bytes,
      headers: {
        'content-type': 'application/gzip',
        'content-length': String(backup.size_bytes),
        'content-disposition': 'attachment; filename="inkwell.tar.gz"',
      },
    };
  },
});
