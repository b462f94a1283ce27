import type { WebhookEvent } from '@inkwell/contract';
import { type Entry, type EntryKind, MOVE, idOf, instantText } from '@inkwell/engine';
import type { Followed } from '@inkwell/ledger';
import { factsOf } from '../views/entry.ts';

/** What entries of the journal mean to whoever is outside: figures and ids, never texts. */

type EventOf<T extends WebhookEvent['type']> = Extract<WebhookEvent, { type: T }>;
type DataOf<T extends WebhookEvent['type']> = Omit<EventOf<T>['data'], 'account' | 'seq'>;

/** The kinds of entries that anything is told of. */
export const TOLD_KINDS = [
  'notice',
  'bonus_awarded',
  'cycle_started',
  'resumed',
  'plan_edited',
  'voted',
  'trial_started',
  'trial_ended',
  'paused',
  'canceled',
] as const satisfies readonly EntryKind[];

type Told = Pick<Followed, 'account' | 'entry'>;

const eventOf = <T extends WebhookEvent['type']>({ account, entry }: Told, type: T, data: DataOf<T>) =>
  ({
    type,
    timestamp: instantText(entry.at),
    data: { account, seq: entry.seq, ...data },
  }) as unknown as EventOf<T>;

/** Figures of notices; a reason is a text, and stays in. */
const NOTICE_FIGURES = [
  'spent',
  'limit',
  'cap',
  'credits',
  'source',
  'grant',
  'cycle',
  'resets_at',
  'ends_at',
] as const;

function creditsNotice(told: Told): WebhookEvent {
  const { account, entry } = told;
  const facts = factsOf(account, entry.facts);
  const figures = Object.fromEntries(
    NOTICE_FIGURES.flatMap((name) => (name in facts ? [[name, facts[name]]] : [])),
  ) as DataOf<'credits.notice'>['figures'];
  const notice = facts.notice as DataOf<'credits.notice'>['notice'];
  return eventOf(told, 'credits.notice', { notice, figures });
}

/** The grant that an entry has made: its identity is the entry's sequence. undefined where no credits came in. */
const grantMove = ({ seq, moves }: Entry) =>
  moves.find(([grant, , code]) => grant === seq && code === MOVE.grant);

function grantCreated(told: Told): WebhookEvent[] {
  const { account, entry } = told;
  const move = grantMove(entry);
  if (move === undefined) return [];
  const [, credits, , cycle] = move;
  const is_bonus = entry.kind === 'bonus_awarded';
  const kind = is_bonus ? 'bonus' : ((entry.facts.grant as 'plan' | 'trial' | undefined) ?? 'plan');
  const source = is_bonus ? (entry.facts.source as DataOf<'grant.created'>['source']) : null;
  return [
    eventOf(told, 'grant.created', {
      grant: idOf('grant', account, entry.seq),
      kind,
      source,
      credits,
      cycle,
    }),
  ];
}

/** An account's second entry starts its first cycle or trial: nothing is reset by that, nor by a trial that has waited. */
const FIRST_CYCLE_SEQ = 2;

function cycleReset(told: Told): WebhookEvent[] {
  const { entry } = told;
  if (entry.seq === FIRST_CYCLE_SEQ || entry.facts.grant === 'trial') return [];
  const { number, starts_at, ends_at, plan, limit } = entry.facts as Record<string, number> & {
    plan: string;
  };
  return [
    eventOf(told, 'cycle.reset', {
      cycle: { number: number!, starts_at: instantText(starts_at!), ends_at: instantText(ends_at!) },
      plan,
      limit: limit!,
      granted: grantMove(entry)?.[1] ?? 0,
    }),
  ];
}

function planChanged(told: Told): WebhookEvent[] {
  const { facts, moves } = told.entry;
  const [plan, previous_plan] = [facts.plan as string, facts.from as string];
  // An edit to the plan that stands anyway changes something only where the catalogue gives it another limit by now.
  if (plan === previous_plan && moves.length === 0) return [];
  const limit = (facts.limit as number | undefined) ?? null;
  return [eventOf(told, 'plan.changed', { plan, previous_plan, limit })];
}

function outputRefunded(told: Told): WebhookEvent[] {
  const { facts, output, member } = told.entry;
  const figure = (name: string) => (facts[name] as number | undefined) ?? 0;
  const [refunded, expired, absorbed, revoked] = [
    figure('refunded'),
    figure('expired'),
    figure('absorbed'),
    figure('revoked'),
  ];
  if (refunded + expired + absorbed + revoked === 0) return [];
  return [
    eventOf(told, 'output.refunded', {
      output: output!,
      member: member!,
      voted_by: facts.by as string,
      refunded,
      expired,
      absorbed,
      revoked,
      capped: figure('capped'),
    }),
  ];
}

const phaseChanged = (
  told: Told,
  phase: DataOf<'account.phase_changed'>['phase'],
  why: DataOf<'account.phase_changed'>['why'] = 'requested',
) => eventOf(told, 'account.phase_changed', { phase, why });

/** The events that one entry stands for, in the order in which they are told; of each type one at most. */
export function eventsOf(told: Told): WebhookEvent[] {
  const { kind, facts } = told.entry;
  switch (kind) {
    case 'notice':
      return [creditsNotice(told)];
    case 'bonus_awarded':
      return grantCreated(told);
    case 'cycle_started':
      return [...cycleReset(told), ...grantCreated(told)];
    case 'resumed':
      return [phaseChanged(told, 'active'), ...grantCreated(told)];
    case 'plan_edited':
      return planChanged(told);
    case 'voted':
      return outputRefunded(told);
    case 'trial_started':
      return [phaseChanged(told, 'trialing', 'trial_started')];
    case 'trial_ended':
      return [phaseChanged(told, 'active', 'trial_converted')];
    case 'paused':
      return [phaseChanged(told, 'paused')];
    case 'canceled':
      return [phaseChanged(told, 'canceled', facts.why as 'requested' | 'trial_not_converted')];
    default:
      return [];
  }
}
