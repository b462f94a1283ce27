import type { KeyedCommand } from './commands.ts';
import { sha256 } from './journal.ts';

/** Fingerprints of requests (K1): whether two are the same, and which field tells them apart. */

/** Defaults that a request may leave out or spell out: the same request either way (K1). */
const REQUEST_DEFAULTS: { [op in KeyedCommand['op']]?: Record<string, unknown> } = {
  create_account: { interval: 'month', trial: false, trial_converts: true, time_zone: 'UTC' },
  hold: { mode: 'exact', min: 1, ttl_s: 600, source: 'api' },
  settle: { excess: 'cap', labels: [] },
  charge: { labels: [] },
  award: { source: 'staff' },
  cancel: { when: 'cycle_end' },
};

/** Fields that are no part of the request itself: where it goes, its key, who asked. */
const BESIDE = new Set(['account', 'key', 'actor']);

/**
 * K1: of the request after defaults; who asked and under which key is no part of it. A request that gave its text is
 * known by the text, not by what some version of the counter made of it (C2).
 */
export function requestFingerprint(command: KeyedCommand): string {
  const fields = fieldsOf(command);
  const defaults = REQUEST_DEFAULTS[command.op];
  for (const name in defaults) if (!fields.has(name)) fields.set(name, defaults[name]);
  return fingerprintOf(fields);
}

function fieldsOf(command: KeyedCommand): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  const counted = 'counted' in command ? command.counted : undefined;
  for (const name in command) {
    const value = command[name as keyof KeyedCommand] as unknown;
    if (value === undefined || BESIDE.has(name)) continue;
    if (counted !== undefined && (name === 'words' || name === 'counted')) continue;
    fields.set(name === 'anchor_at' ? 'anchor' : name, value);
  }
  if (counted !== undefined) fields.set('text', counted.text_sha256);
  return fields;
}

/** A short number that tells fields of a request apart: FNV-1a, 32 bits. */
function fieldHash(text: string, mark: string): string {
  let h = mark === '' ? 0x811c9dc5 : 0x050c5d1f;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}

/**
 * 128 bits of SHA-256 decide whether two requests are the same, a short hash for each field names the first one that
 * differs. The order of the fields is no part of it; null (none) and a field left out are two things.
 */
function fingerprintOf(request: Map<string, unknown>): string {
  let all = '';
  let fields = '';
  for (const name of [...request.keys()].sort()) {
    const value = request.get(name);
    // The mark keeps the text "5" apart from the number 5.
    const mark = typeof value === 'string' ? '"' : '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    all += `${name}=${mark}${text.length}:${text};`;
    fields += `,${name}:${fieldHash(text, mark)}`;
  }
  return sha256(all).slice(0, 32) + fields;
}

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
