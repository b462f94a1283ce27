import { type Routes, invalidRequest } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import type { Ledger } from '@inkwell/ledger';
import type { Gate } from '../auth/gate.ts';
import type { AuthStore, KeyRow } from '../auth/store.ts';
import { type Handlers, ok, refuse, refused } from '../http/call.ts';
import { read } from './context.ts';

const instantOrNull = (at: number | null) => (at === null ? null : instantText(at));

const keyView = (row: KeyRow) => ({
  key: row.key_id,
  account: row.account,
  name: row.name,
  hint: row.hint,
  created_by: row.created_by,
  created_at: instantText(row.created_at),
  last_used_at: instantOrNull(row.last_used_at),
  revoked: row.revoked_at !== null,
  revoked_at: instantOrNull(row.revoked_at),
});

/** Where the next page of keys starts: the key's place in order of making. */
const CURSOR = /^[1-9]\d{0,9}$/;
const WRONG_CURSOR = { field: 'query.cursor', message: 'must be a next_cursor that this list answered with' };

type KeyRoutes = Pick<Routes, 'createKey' | 'listKeys' | 'revokeKey'>;

/** Workspace keys: made, listed and revoked by operators, owners and admins. */
export const keyHandlers = (ledger: Ledger, store: AuthStore, gate: Gate): Handlers<KeyRoutes> => ({
  createKey: (call) =>
    read(ledger, call, async () => {
      const { row, secret } = await store.createKey(
        call.params.account,
        call.body.name,
        call.caller.actor,
        ledger.now(),
      );
      return ok({ ...keyView(row), secret }, 201);
    }),
  listKeys: (call) =>
    read(ledger, call, async () => {
      const { limit, cursor } = call.query;
      if (cursor !== undefined && !CURSOR.test(cursor)) return refused(invalidRequest([WRONG_CURSOR]));
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
      const rows = await store.keys(call.params.account, before, limit + 1);
      const page = rows.slice(0, limit);
      const next_cursor = rows.length > limit ? String(page.at(-1)!.place) : null;
      return ok({ data: page.map(keyView), next_cursor });
    }),
  revokeKey: (call) =>
    read(ledger, call, async () => {
      const { account, key } = call.params;
      const row = await store.revokeKey(account, key, ledger.now());
      if (row === undefined) return refuse('key_not_found', `There is no key ${key}.`, { key });
      gate.forget();
      return ok(keyView(row));
    }),
});
