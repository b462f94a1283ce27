import { hash } from 'node:crypto';
import type { AccountState, Draft, Entry, Figures } from './types.ts';

/** The hash before an account's first entry. */
export const GENESIS = '0'.repeat(64);

export const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** J1: SHA-256 over the previous entry's hash and this entry, in hexadecimal. */
export function hashEntry(account: string, previous: string, entry: Omit<Entry, 'hash'>): string {
  const { seq, at, kind, key, actor, member, output, output_rev } = entry;
  const head = JSON.stringify([account, seq, at, kind, key, actor, member, output, output_rev]);
  return sha256(`${previous}\n${head}\n${entry.body}`);
}

/** The stored text of an entry's moves, facts, balance figures and fingerprint. */
export const bodyOf = (
  draft: Pick<Draft, 'moves' | 'facts'>,
  figures: Figures | null,
  fingerprint: string | null,
): string => JSON.stringify({ m: draft.moves, f: draft.facts, b: figures, p: fingerprint });

/** The inverse of `bodyOf`. */
export function parseBody(body: string): Pick<Entry, 'moves' | 'facts' | 'figures' | 'fingerprint'> {
  const { m, f, b, p } = JSON.parse(body) as {
    m: Entry['moves'];
    f: Entry['facts'];
    b: Figures | null;
    p: string | null;
  };
  return { moves: m, facts: f, figures: b, fingerprint: p };
}

/** SHA-256 of a text as hexadecimal (C2). Lone surrogates hash as U+FFFD, as UTF-8 writes them. */
export const textDigest = (text: string): string => sha256(text);

const TAGS_KEPT = 20_000;
const tags = new Map<string, string>();

/**
 * The tag that ties the id of a hold or grant to its account, so that another account's is never taken for one of its
 * own (X). Tags are kept for a while: every slice of every reply names its grant.
 */
function tagOf(prefix: string, account: string, seq: number): string {
  const name = `${prefix}${account}:${seq}`;
  let tag = tags.get(name);
  if (tag !== undefined) return tag;
  tag = sha256(name).slice(0, 8);
  if (tags.size >= TAGS_KEPT) tags.clear();
  tags.set(name, tag);
  return tag;
}

/** `hold_412_1f0c9a7e`: the sequence of the entry that made it, and a tag of the account. */
export const idOf = (prefix: 'hold' | 'grant', account: string, seq: number): string =>
  `${prefix}_${seq}_${tagOf(prefix, account, seq)}`;

/** The sequence in an id made by `idOf` for this very account; null for any other text. */
export function seqOf(
  prefix: 'hold' | 'grant',
  state: Pick<AccountState, 'account'>,
  id: string,
): number | null {
  const match = /^(hold|grant)_([1-9][0-9]{0,14})_([0-9a-f]{8})$/.exec(id);
  if (match === null || match[1] !== prefix) return null;
  const seq = Number(match[2]);
  return match[3] === tagOf(prefix, state.account, seq) ? seq : null;
}
