import { day } from '../../shared/format/date.ts';
import { count, credits, figure, words } from '../../shared/format/number.ts';
import type { Balance, Length, VoteReply } from '../../shared/api/types.ts';
import type { OutputState, RunState } from './run-state.ts';
import { progress } from './run-state.ts';

/** About what one output of each length costs. Auto is what the request implies, 300 words at most or so. */
const ABOUT: Record<Length, number> = { s: 25, m: 50, l: 100 };
const AUTO_UP_TO = 300;

export const LENGTHS = [
  { value: 'auto', label: 'Auto', hint: 'as long as the request implies' },
  { value: 's', label: 'S', hint: '20 to 30 words' },
  { value: 'm', label: 'M', hint: '40 to 60 words' },
  { value: 'l', label: 'L', hint: '80 to 120 words' },
] as const;

export const aboutCredits = (length: Length | null) => (length ? ABOUT[length] : AUTO_UP_TO);

export interface Cost {
  readonly sentence: string;
  /** How many outputs would finish, when not all of them will. */
  readonly suggest: number | null;
}

/** What a run would cost, beside what is left: said before the run. */
export function costBefore(length: Length | null, outputs: number, left: number): Cost {
  const each = aboutCredits(length);
  const about = length ? 'about' : 'up to about';
  const all = each * outputs;
  if (all <= left || left <= 0) {
    const sum =
      outputs === 1
        ? `${about} ${credits(each)}`
        : `${outputs} × ${about} ${figure(each)} = ${about} ${credits(all)}`;
    return { sentence: `${sum}, ${figure(left)} left`, suggest: null };
  }
  const finish = Math.floor(left / each);
  if (outputs === 1 || finish === 0) {
    const stops = `The text stops after about ${words(left)}.`;
    return { sentence: `Needs ${about} ${figure(all)}; you have ${figure(left)}. ${stops}`, suggest: null };
  }
  const needs = `${outputs} × ${figure(each)} needs ${about} ${figure(all)}; you have ${figure(left)}.`;
  return { sentence: `${needs} About ${figure(finish)} will finish.`, suggest: finish };
}

/** What a template was asked, in one line: a label that is a question needs no colon behind it. */
export const inputsLine = (input: string) => input.replaceAll('?: ', '? ').split('\n').join(' · ');

export interface Reader {
  readonly resets: string;
  readonly cap: number | null;
  /** The trial waits for its owner's mail address. */
  readonly waits?: boolean;
}

/** How an output ended, where it did not simply end. */
export function endSentence(output: OutputState, reader: Reader, dropped: boolean): string | null {
  const { words: n, charged } = output;
  if (output.phase === 'failed') return failedSentence(output, reader);
  if (output.phase !== 'settled') return null;
  switch (output.finish) {
    case 'stopped':
      if (dropped) return `${words(n)} arrived before the connection dropped.`;
      return n === 0 ? 'Stopped. Nothing was charged.' : `Stopped. ${credits(charged)} for ${words(n)}.`;
    case 'out_of_credits':
      return n === 0
        ? `No credits left. Resets ${reader.resets}.`
        : `Credits ran out after ${words(n)}. Resets ${reader.resets}.`;
    case 'member_cap':
      return capSentence(reader);
    case 'model_error':
      return `The model stopped early. You paid only for ${n === 1 ? 'this 1 word' : `these ${words(n)}`}.`;
    case 'too_long':
      return `The text reached the longest it may be: ${words(n)}.`;
    default:
      return null;
  }
}

function capSentence(reader: Reader): string {
  return reader.cap === null
    ? 'You’ve reached your limit for this cycle. Ask an owner.'
    : `You’ve reached your ${figure(reader.cap)} for this cycle. Ask an owner.`;
}

function failedSentence(output: OutputState, reader: Reader): string {
  switch (output.code) {
    case 'insufficient_credits':
    case 'member_cap_reached':
    case 'bonus_locked_in_trial':
    case 'account_paused':
    case 'account_canceled':
      return refusalSentence(output.code, '', reader);
    case 'invalid_state':
      return 'Stopped. Nothing was charged.';
    default:
      return `${output.detail ?? 'The model didn’t answer.'} Nothing was charged.`;
  }
}

/** Why a run was refused before anything was written. */
export function refusalSentence(code: string, detail: string, reader: Reader): string {
  switch (code) {
    case 'insufficient_credits':
      return `No credits left. Resets ${reader.resets}.`;
    case 'member_cap_reached':
      return capSentence(reader);
    case 'bonus_locked_in_trial':
      return `The trial credits are used up. The bonus can be used after the trial, ${reader.resets}.`;
    case 'account_paused':
      return 'The workspace is paused. An owner can resume it under Billing.';
    case 'account_canceled':
      return reader.waits === true
        ? 'The trial has not started: it waits for its owner’s mail address to be confirmed.'
        : 'The plan is canceled. An owner can start it again under Billing.';
    case 'unavailable':
    case 'network_error':
      return 'The server can’t be reached. Kept on this device.';
    default:
      return `${detail} Nothing was charged.`;
  }
}

export interface VoteWords {
  /** The part set strong, which the screen reader hears first. */
  readonly strong: string;
  readonly rest: string;
}

type VoteFigures = Omit<VoteReply, 'balance' | 'tips'>;

/** What a downvote brought. `charged` is what the output had cost. */
export function downvoteWords(reply: VoteFigures, charged: number, resets: string): VoteWords {
  const { refunded, expired, absorbed, refunds } = reply;
  if (charged === 0) return { strong: 'Vote recorded.', rest: 'This output was free.' };
  if (expired > 0 && refunded === 0) {
    return {
      strong: 'Vote recorded.',
      rest: `Those ${figure(expired)} belonged to last cycle and expired with it.`,
    };
  }
  if (reply.capped > 0 && refunded + absorbed === 0) {
    return { strong: 'Vote recorded.', rest: `No refund left until ${resets}.` };
  }
  if (reply.capped > 0) {
    const rest = `that reaches this cycle’s ${figure(refunds.cap)} refund limit.`;
    return { strong: `${figure(refunded)} of ${figure(charged)} back:`, rest };
  }
  if (refunded === 0 && absorbed > 0) {
    return {
      strong: 'Vote recorded.',
      rest: `Those ${figure(absorbed)} were above the present plan’s limit.`,
    };
  }
  if (refunded === 0) return { strong: 'Vote recorded.', rest: 'Nothing to give back.' };
  const gone = expired > 0 ? ` ${figure(expired)} belonged to last cycle and expired with it.` : '';
  return {
    strong: `${credits(refunded)} back.`,
    rest: `${figure(refunds.left)} left to refund this cycle.${gone}`,
  };
}

/** The reply that a downvote will most likely get, shown at once and replaced by the true one. */
export function expectedReply(charged: number, balance: Balance): VoteFigures {
  const refunded = Math.min(charged, balance.refunds.left);
  const { cap, used, left } = balance.refunds;
  return {
    vote: 'down',
    refunded,
    expired: 0,
    absorbed: 0,
    revoked: 0,
    capped: charged - refunded,
    charged_back: 0,
    refunds: { cap, used: used + refunded, left: left - refunded },
  };
}

export function undoRefused(needs: number, left: number): string {
  return `Undo needs ${credits(needs)}; ${figure(left)} left.`;
}

export const startSentence = (outputs: number) =>
  outputs === 1 ? 'Writing.' : `Writing ${count(outputs, 'output')}.`;

export function doneSentence(state: RunState): string {
  const { words: n, credits: charged, all } = progress(state);
  const what = all === 1 ? 'Done.' : `${count(all, 'output')} done.`;
  return `${what} ${words(n)}, ${credits(charged)}.`;
}

export function barSentence(state: RunState): string {
  const { words: n, credits: charged, done, all } = progress(state);
  return all === 1
    ? `${words(n)}, ${credits(charged)}`
    : `${figure(done)} of ${figure(all)} done, ${credits(charged)}`;
}

export const resetsOn = (balance: Balance | null) =>
  balance ? day(balance.cycle.ends_at) : 'the next cycle';
