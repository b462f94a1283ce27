import { invalidRequest } from '@inkwell/contract';
import type { KeyedCommand, Ledger, Loaded } from '@inkwell/ledger';
import { type Call, type Result, refuse, refused, resultOf } from '../http/call.ts';

/** A command without what every command carries. */
type Asked<C> = C extends KeyedCommand ? Omit<C, 'account' | 'key' | 'actor'> : never;

/** Carries out a change on the account that the path names, under the request's key. */
export async function change(
  ledger: Ledger,
  call: Pick<Call, 'caller' | 'idempotency_key'> & { params: { account: string } },
  asked: Asked<KeyedCommand>,
): Promise<Result> {
  const { caller, idempotency_key, params } = call;
  const command = { ...asked, account: params.account, key: idempotency_key, actor: caller.actor };
  return resultOf(await ledger.execute(command as KeyedCommand));
}

/** Loads the account that the path names and reads from it; 404 if there is none. */
export async function read(
  ledger: Ledger,
  call: { params: { account: string } },
  answer: (loaded: Loaded) => Result | Promise<Result>,
): Promise<Result> {
  const { account } = call.params;
  const loaded = await ledger.reads.load(account);
  if (loaded === undefined)
    return refuse('account_not_found', `There is no account ${account}.`, { account });
  return answer(loaded);
}

/** Cursors are the sequence number that the next page starts below, so that pages hold while new things arrive. */
const FIRST_PAGE = Number.MAX_SAFE_INTEGER;

export function cursorOf(cursor: string | undefined): number | Result {
  if (cursor === undefined) return FIRST_PAGE;
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor);
  return refused(
    invalidRequest([
      { field: 'query.cursor', message: 'must be a next_cursor that this list answered with' },
    ]),
  );
}

/** A page out of one item more than it holds. */
export function pageOf<T>(items: T[], limit: number, cursor_of: (last: T) => string) {
  const data = items.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: items.length > limit && last !== undefined ? cursor_of(last) : null };
}
