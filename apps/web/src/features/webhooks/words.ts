import type { Delivery, Webhook, WebhookType } from '../../shared/api/types.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { count } from '../../shared/format/number.ts';

/** What each type tells of, in one line. */
export const MEANINGS: Record<WebhookType, string> = {
  'credits.notice': 'Credits run low or out, and every other notice',
  'cycle.reset': 'A new cycle begins',
  'grant.created': 'Credits come in: plan, trial or bonus',
  'plan.changed': 'The plan is another one',
  'output.refunded': 'A downvote moves credits back',
  'account.phase_changed': 'A trial ends; the plan is paused, resumed or canceled',
};

export const TYPES = Object.keys(MEANINGS) as WebhookType[];

export const STATE_NAMES: Record<Delivery['state'], string> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  dead: 'Dead',
};

export const typesSaid = ({ types }: Pick<Webhook, 'types'>): string =>
  types === null ? 'Everything' : types.join(', ');

const OFF_BECAUSE = {
  failing: 'Switched off: nothing could be delivered for three days',
  gone: 'Switched off: its receiver says that it is gone',
} as const;

/** How a webhook does, in a sentence without its full stop. */
export function healthOf(hook: Webhook): string {
  const waits = hook.waiting === 0 ? '' : `, ${hook.waiting} waiting`;
  const dead = hook.dead === 0 ? '' : `, ${hook.dead} dead`;
  const rest = waits + dead;
  if (hook.state === 'off') return OFF_BECAUSE[hook.off_because ?? 'failing'] + rest;
  if (hook.state === 'paused') return `Paused${rest}`;
  if (hook.failing_since !== null) return `Failing since ${dayAndClock(hook.failing_since)}${rest}`;
  if (hook.last_delivered_at !== null)
    return `On, last delivered ${dayAndClock(hook.last_delivered_at)}${rest}`;
  return `On, nothing delivered yet${rest}`;
}

export const isTroubled = ({ state, failing_since }: Webhook): boolean =>
  state === 'off' || (state === 'on' && failing_since !== null);

/** What came of a delivery, in a word or a number. */
export function answerOf({ status, tries }: Pick<Delivery, 'status' | 'tries'>): string {
  if (tries === 0) return '–';
  return status === null ? 'No answer' : `${status}`;
}

export const triesSaid = (tries: number): string => count(tries, 'try', 'tries');
