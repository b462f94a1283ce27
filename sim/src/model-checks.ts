import type { KeyedCommand } from '@inkwell/engine';
import { isZone } from './model-calendar.ts';

/** `invalid_request`, and the fingerprint of a request after its defaults (K1). */

const isId = (id: string): boolean => /^[A-Za-z0-9._:@+-]{1,128}$/.test(id) && id !== '.' && id !== '..';
const isWhole = (n: number, from: number): boolean => Number.isSafeInteger(n) && n >= from;
const isCap = (cap: number | null | undefined): boolean =>
  cap === undefined || cap === null || isWhole(cap, 0);
const isLife = (ttl_s: number | undefined): boolean =>
  ttl_s === undefined || (isWhole(ttl_s, 1) && ttl_s <= 86_400);
const isLabels = (labels: string[] | undefined): boolean => labels === undefined || labels.length <= 5;

/** Whether a request makes sense by itself at an instant. */
export function isSound(command: KeyedCommand, at: number): boolean {
  switch (command.op) {
    case 'create_account': {
      const { anchor_at } = command;
      if (anchor_at !== undefined && (anchor_at > at || command.trial === true)) return false;
      return command.time_zone === undefined || isZone(command.time_zone);
    }
    case 'change_settings':
      return (
        isCap(command.default_member_cap) && (command.time_zone === undefined || isZone(command.time_zone))
      );
    case 'set_member_cap':
      return isId(command.member) && isCap(command.cap);
    case 'award':
      return isWhole(command.credits, 1);
    case 'hold': {
      const { credits, member, ttl_s, min } = command;
      const least = min === undefined || (isWhole(min, 1) && min <= credits);
      return isWhole(credits, 1) && isId(member) && isLife(ttl_s) && least;
    }
    case 'extend':
      return isWhole(command.credits, 1) && isLife(command.ttl_s);
    case 'settle':
      return isId(command.output) && isWhole(command.words, 0) && isLabels(command.labels);
    case 'charge':
      return (
        isId(command.output) &&
        isId(command.member) &&
        isWhole(command.words, 0) &&
        isLabels(command.labels)
      );
    case 'vote':
      return isId(command.output) && isId(command.member);
    default:
      return true;
  }
}

const DEFAULTS: { [op in KeyedCommand['op']]?: Record<string, unknown> } = {
  hold: { mode: 'exact', min: 1, ttl_s: 600, source: 'api' },
  settle: { excess: 'cap', labels: [] },
  charge: { labels: [] },
  cancel: { when: 'cycle_end' },
  award: { source: 'staff' },
};

/** The request as text: what it names and its defaults; not its key, nor who asked. */
export function requestText(command: KeyedCommand): string {
  const { key: _key, actor: _actor, ...asked } = command;
  const full: Record<string, unknown> = { ...DEFAULTS[command.op] };
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) full[name] = value;
  return JSON.stringify(
    Object.keys(full)
      .sort()
      .map((name) => [name, full[name]]),
  );
}
