import {
  type ErrorCode,
  ERRORS,
  type Routes,
  appRouteList,
  gatewayRouteList,
  invalidRequest,
  routeList,
} from '@inkwell/contract';
import { dateOfDay, dayOf, instantText } from '@inkwell/engine';
import type { Ledger } from '@inkwell/ledger';
import type { Gate } from '../auth/gate.ts';
import type { AuthStore, KeyRow } from '../auth/store.ts';
import { type Handlers, type Result, ok, refuse, refused } from '../http/call.ts';
import type { Programs } from '../programs/index.ts';
import type { Below, KeptRefusal, KeyUse } from '../programs/store.ts';
import { pageOf, read } from './context.ts';

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

const useView = ({ key_id: _key_id, ...use }: KeyUse) => use;

const ROUTES = new Map(
  [...routeList, ...gatewayRouteList, ...appRouteList].map((route) => [route.id, route]),
);

const titleOf = (code: string): string => ERRORS[code as ErrorCode].title;

/** A route that a newer version no longer has keeps its name in the log, and nothing else. */
function refusalView({ refusal, key_id, at, route, code, ...row }: KeptRefusal) {
  const { method = '', path = '' } = ROUTES.get(route) ?? {};
  const title = titleOf(code);
  return {
    refusal: String(refusal),
    at: instantText(at),
    key: key_id,
    route,
    method,
    path,
    code,
    title,
    ...row,
  };
}

/** Where the next page of keys starts: the key's place in order of making. */
const CURSOR = /^[1-9]\d{0,9}$/;
const wrongCursor = (): Result =>
  refused(
    invalidRequest([
      { field: 'query.cursor', message: 'must be a next_cursor that this list answered with' },
    ]),
  );

const noKey = (key: string): Result => refuse('key_not_found', `There is no key ${key}.`, { key });

/** Where the next page of refusals starts; null on the first one, undefined for what no list gave. */
function belowOf(cursor: string | undefined): Below | null | undefined {
  if (cursor === undefined) return null;
  const [, at, refusal] = /^(\d{1,15})_(\d{1,15})$/.exec(cursor) ?? [];
  return at === undefined ? undefined : { at: Number(at), refusal: Number(refusal) };
}

interface KeyParts {
  ledger: Ledger;
  store: AuthStore;
  gate: Gate;
  programs: Programs;
}

type KeyRoutes = Pick<Routes, 'createKey' | 'listKeys' | 'revokeKey' | 'listKeyRequests' | 'listKeyRefusals'>;

/** Workspace keys: made, listed and revoked by operators, owners and admins, with what was done under them. */
export const keyHandlers = (parts: KeyParts): Handlers<KeyRoutes> => ({
  ...makingHandlers(parts),
  listKeyRequests: (call) =>
    read(parts.ledger, call, async (loaded) => {
      const { account, key } = call.params;
      if (!(await parts.store.hasKey(account, key))) return noKey(key);
      const { requests, store } = parts.programs;
      await requests.flush();
      const rows = await store.requests(key, dayOf(loaded.state, loaded.now) - call.query.days + 1);
      const data = rows.map(({ day, outcome, requests }) => ({ day: dateOfDay(day), outcome, requests }));
      return ok({ data });
    }),
  listKeyRefusals: (call) =>
    read(parts.ledger, call, async () => {
      const { key, code, limit } = call.query;
      const below = belowOf(call.query.cursor);
      if (below === undefined) return wrongCursor();
      const { requests, store } = parts.programs;
      await requests.flush();
      const { account } = call.params;
      const now = parts.ledger.now();
      const [rows, codes] = await Promise.all([
        store.refusals(account, now, { key, code, below, limit: limit + 1 }),
        store.refusalsByCode(account, now, key),
      ]);
      const page = pageOf(rows, limit, ({ at, refusal }) => `${at}_${refusal}`);
      const by_code = codes.map((row) => ({ ...row, title: titleOf(row.code) }));
      return ok({ ...page, data: page.data.map(refusalView), by_code });
    }),
});

/** Stores what this process has in memory of keys, so that what is read next is of this moment. */
const upToDate = ({ gate, programs }: KeyParts) =>
  Promise.all([gate.flush(), programs.requests.flush(), programs.projection.isCaughtUp()]);

function makingHandlers(parts: KeyParts): Handlers<Pick<KeyRoutes, 'createKey' | 'listKeys' | 'revokeKey'>> {
  const { ledger, store, gate } = parts;
  return {
    createKey: (call) =>
      read(ledger, call, async () => {
        const { account } = call.params;
        const { row, secret } = await store.createKey(
          account,
          call.body.name,
          call.caller.actor,
          ledger.now(),
        );
        return ok({ ...keyView(row), secret }, 201);
      }),
    listKeys: (call) =>
      read(ledger, call, async (loaded) => {
        const { limit, cursor } = call.query;
        if (cursor !== undefined && !CURSOR.test(cursor)) return wrongCursor();
        const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
        await upToDate(parts);
        const rows = await store.keys(call.params.account, before, limit + 1);
        const page = pageOf(rows, limit, ({ place }) => String(place));
        const { number, starts_at } = loaded.state.cycle;
        const keys = page.data.map(({ key_id }) => key_id);
        const use = await parts.programs.store.use(keys, number, dayOf(loaded.state, starts_at));
        const data = page.data.map((row) => ({ ...keyView(row), usage: useView(use.get(row.key_id)!) }));
        return ok({ ...page, data });
      }),
    revokeKey: (call) =>
      read(ledger, call, async () => {
        const { account, key } = call.params;
        const row = await store.revokeKey(account, key, ledger.now());
        if (row === undefined) return noKey(key);
        gate.forget();
        return ok(keyView(row));
      }),
  };
}
