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

/**
 * K1: of the request after defaults; who asked and under which key is no part of it. A request that gave its text is
 * known by the text, not by what some version of the counter made of it (C2).
 */
export function requestFingerprint(command: KeyedCommand): string {
  const { account: _account, key: _key, actor: _actor, ...given } = command;
  const request: Record<string, unknown> = { ...REQUEST_DEFAULTS[command.op] };
  for (const name in given) {
    const value = given[name as keyof typeof given] as unknown;
    if (value !== undefined) request[name === 'anchor_at' ? 'anchor' : name] = value;
  }
  if ('counted' in command && command.counted !== undefined) {
    request.text = command.counted.text_sha256;
    delete request.words;
    delete request.counted;
  }
  return fingerprintOf(request);
}

/** A short number that tells fields of a request apart: FNV-1a, 32 bits. */
function fieldHash(text: string): string {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(36);
}

/**
 * 128 bits of SHA-256 decide whether two requests are the same, a short hash for each field names the first one that
 * differs. The order of the fields is no part of it; null (none) and a field left out are two things.
 */
function fingerprintOf(request: Record<string, unknown>): string {
  let all = '';
  let fields = '';
  for (const name of Object.keys(request).sort()) {
    const text = JSON.stringify(request[name]);
    all += `${name}=${text.length}:${text};`;
    fields += `,${name}:${fieldHash(text)}`;
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
