import type { Counted, KeyedCommand } from './commands.ts';
import { sha256 } from './journal.ts';

/** Fingerprints of requests (K1): whether two are the same, and which field tells them apart. */

type FieldsOf<C, Op> = C extends { op: infer Own }
  ? Op extends Own
    ? Exclude<keyof C, 'account' | 'key' | 'actor'>
    : never
  : never;

/** Given by every request that has it, or left out without a default. */
const AS_GIVEN = undefined;

/**
 * The fields of each request, with the defaults that it may leave out or spell out: the same request either way (K1).
 * The compiler sees to it that none is missing; `account`, `key` and `actor` are no part of what is asked.
 */
const REQUESTS: { [Op in KeyedCommand['op']]: { [Name in FieldsOf<KeyedCommand, Op>]: unknown } } = {
  create_account: {
    op: AS_GIVEN,
    plan: AS_GIVEN,
    interval: 'month',
    trial: false,
    trial_converts: true,
    trial_waits: AS_GIVEN,
    anchor_at: AS_GIVEN,
    time_zone: 'UTC',
    clock: AS_GIVEN,
  },
  edit_plan: { op: AS_GIVEN, plan: AS_GIVEN, interval: AS_GIVEN, effective: AS_GIVEN },
  withdraw_edit: { op: AS_GIVEN },
  change_settings: {
    op: AS_GIVEN,
    default_member_cap: AS_GIVEN,
    when_empty: AS_GIVEN,
    top_up_monthly_limit: AS_GIVEN,
    time_zone: AS_GIVEN,
    interval: AS_GIVEN,
    trial_converts: AS_GIVEN,
  },
  set_member_cap: { op: AS_GIVEN, member: AS_GIVEN, cap: AS_GIVEN },
  remove_member_cap: { op: AS_GIVEN, member: AS_GIVEN },
  pause: { op: AS_GIVEN },
  resume: { op: AS_GIVEN },
  cancel: { op: AS_GIVEN, when: 'cycle_end' },
  withdraw_cancel: { op: AS_GIVEN },
  start_trial: { op: AS_GIVEN },
  convert_trial: { op: AS_GIVEN },
  award: { op: AS_GIVEN, credits: AS_GIVEN, reason: AS_GIVEN, source: 'staff' },
  revoke: { op: AS_GIVEN, grant: AS_GIVEN, reason: AS_GIVEN },
  hold: {
    op: AS_GIVEN,
    credits: AS_GIVEN,
    member: AS_GIVEN,
    mode: 'exact',
    min: 1,
    ttl_s: 600,
    run: AS_GIVEN,
    source: 'api',
  },
  extend: { op: AS_GIVEN, hold: AS_GIVEN, credits: AS_GIVEN, mode: AS_GIVEN, ttl_s: AS_GIVEN },
  settle: {
    op: AS_GIVEN,
    hold: AS_GIVEN,
    output: AS_GIVEN,
    words: AS_GIVEN,
    counted: AS_GIVEN,
    excess: 'cap',
    source: AS_GIVEN,
    labels: [],
  },
  release: { op: AS_GIVEN, hold: AS_GIVEN },
  charge: {
    op: AS_GIVEN,
    output: AS_GIVEN,
    member: AS_GIVEN,
    source: AS_GIVEN,
    words: AS_GIVEN,
    counted: AS_GIVEN,
    run: AS_GIVEN,
    labels: [],
  },
  vote: { op: AS_GIVEN, output: AS_GIVEN, vote: AS_GIVEN, member: AS_GIVEN, reason: AS_GIVEN },
  advance_clock: { op: AS_GIVEN, to_at: AS_GIVEN },
};

/**
 * A short number that tells fields of a request apart: 24 bits of FNV-1a. In decimal: writing it in base 36 cost three
 * times the hash itself.
 */
function fieldHash(text: string, mark: string): string {
  let h = mark === '' ? 0x811c9dc5 : 0x050c5d1f;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return String(h >>> 8);
}

/**
 * K1: the fingerprint of a request after its defaults. The order of a request's fields is no part of it; null (none)
 * and a field left out are two things. A request that gave its text is known by the text, not by what some version of
 * the counter made of it (C2).
 */
export function requestFingerprint(command: KeyedCommand): string {
  const defaults = REQUESTS[command.op] as Record<string, unknown>;
  const given = command as unknown as Record<string, unknown>;
  const counted = given.counted as Counted | undefined;
  const parts: Parts = { all: '', hashes: '' };
  for (const field in defaults) {
    let value = given[field] ?? (given[field] === null ? null : defaults[field]);
    if (field === 'counted') value = counted?.text_sha256;
    if (field === 'words' && counted !== undefined) continue;
    add(parts, PUBLIC_NAMES[field] ?? field, value);
  }
  return joined(parts);
}

/** The same of a request that is no command, its defaults filled in. Fields that are undefined are none. */
export function fingerprintOf(fields: Record<string, unknown>): string {
  const parts: Parts = { all: '', hashes: '' };
  for (const name in fields) add(parts, name, fields[name]);
  return joined(parts);
}

interface Parts {
  all: string;
  hashes: string;
}

function add(parts: Parts, name: string, value: unknown): void {
  if (value === undefined) return;
  // The mark keeps the text "5" apart from the number 5.
  const mark = typeof value === 'string' ? '"' : '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  parts.all += `${name}=${mark}${text.length}:${text};`;
  parts.hashes += `,${name}:${fieldHash(text, mark)}`;
}

/** 128 bits of SHA-256 decide whether two requests are the same, the short hashes name the first field that differs. */
const joined = ({ all, hashes }: Parts): string => sha256(all).slice(0, 32) + hashes;

/** Fields whose name in the contract is another. */
const PUBLIC_NAMES: Record<string, string | undefined> = { anchor_at: 'anchor', counted: 'text' };

/** The first field in which two fingerprints differ; null if the requests are the same. */
export function differingField(stored: string, given: string): string | null {
  if (stored.slice(0, 32) === given.slice(0, 32)) return null;
  const read = (fingerprint: string) =>
    new Map(
      fingerprint
        .split(',')
        .slice(1)
        .map((pair) => pair.split(':') as [string, string]),
    );
  const a = read(stored);
  const b = read(given);
  if (a.get('op') !== b.get('op')) return 'op';
  for (const [name, value] of b) if (a.get(name) !== value) return name;
  for (const name of a.keys()) if (!b.has(name)) return name;
  return 'request';
}
