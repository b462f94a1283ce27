import type { ChargeSource, Interval, KeyedCommand, Phase } from '@inkwell/engine';
import { CHARGE_SOURCES } from '@inkwell/engine';
import { PLANS } from './catalogue.ts';
import type { Ids } from './ids.ts';
import type { ModelAccount } from './model-account.ts';
import { bonusAvailable, cycleAvailable, roomOf, sumOf } from './model-account.ts';
import { MEMBERS } from './pair.ts';
import type { Prng } from './prng.ts';

/** Draws commands that are likely to matter to an account as the model knows it. */

type Op = Exclude<KeyedCommand['op'], 'create_account' | 'advance_clock'>;

const SPENDING = { hold: 22, extend: 10, settle: 18, release: 5, charge: 16, vote: 24, award: 4, revoke: 2 };
const MANAGING = {
  edit_plan: 4,
  withdraw_edit: 1,
  change_settings: 3,
  set_member_cap: 3,
  remove_member_cap: 2,
  withdraw_cancel: 1,
};
const WEIGHTS: Record<Phase, Record<Op, number>> = {
  trialing: {
    ...SPENDING,
    ...MANAGING,
    start_trial: 0.2,
    convert_trial: 1,
    cancel: 0.7,
    pause: 0.5,
    resume: 0.5,
  },
  active: {
    ...SPENDING,
    ...MANAGING,
    start_trial: 0.2,
    convert_trial: 0.2,
    cancel: 0.7,
    pause: 0.7,
    resume: 0.5,
  },
  paused: {
    ...SPENDING,
    ...MANAGING,
    start_trial: 0.2,
    convert_trial: 0.5,
    cancel: 1,
    pause: 0.5,
    resume: 14,
  },
  canceled: {
    ...SPENDING,
    ...MANAGING,
    start_trial: 8,
    convert_trial: 0.5,
    cancel: 0.5,
    pause: 0.5,
    resume: 14,
  },
};

export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
] as const;

export class CommandDrawer {
  private readonly prng: Prng;
  private readonly ids: Ids;

  constructor(prng: Prng, ids: Ids) {
    this.prng = prng;
    this.ids = ids;
  }

  /** A command for an account; `key` is new, and what it names mostly exists. */
  draw(account: ModelAccount, key: string): KeyedCommand {
    const base = { account: account.account, key, actor: 'sim' };
    const op = this.prng.weighted(WEIGHTS[account.phase]);
    switch (op) {
      case 'hold':
      case 'extend':
      case 'settle':
      case 'release':
      case 'charge':
        return { ...base, ...this.spend(op, account, key) };
      case 'vote': {
        const vote = this.prng.pick(['down', 'down', 'down', 'up', 'none'] as const);
        return { ...base, op, output: this.output(account), vote, member: this.member() };
      }
      case 'award': {
        const source = this.prng.pick([undefined, 'staff', 'promo', 'goodwill'] as const);
        const credits = this.prng.whole(1, 300);
        return { ...base, op, credits, reason: 'A gift', source };
      }
      case 'revoke':
        return { ...base, op, grant: this.grant(account), reason: 'A mistake' };
      case 'edit_plan': {
        const effective = this.prng.pick([undefined, undefined, 'now', 'now', 'next_cycle'] as const);
        const other: Interval = account.interval === 'month' ? 'year' : 'month';
        const interval = this.prng.pick([undefined, undefined, account.interval, other, other]);
        return { ...base, op, plan: this.plan(), interval, effective };
      }
      case 'cancel':
        return { ...base, op, when: this.prng.pick([undefined, 'cycle_end', 'cycle_end', 'now'] as const) };
      case 'change_settings':
        return { ...base, op, ...this.settings(account) };
      case 'set_member_cap':
        return { ...base, op, member: this.member(), cap: this.cap(account) };
      case 'remove_member_cap':
        return { ...base, op, member: this.member() };
      default:
        return { ...base, op };
    }
  }

  private spend(op: 'hold' | 'extend' | 'settle' | 'release' | 'charge', account: ModelAccount, key: string) {
    const { prng } = this;
    const mode = prng.pick([undefined, 'exact', 'up_to', 'up_to'] as const);
    const ttl_s = prng.pick([undefined, undefined, 60, 3_600, 86_400, 86_400]);
    switch (op) {
      case 'hold': {
        const member = this.member();
        const credits = this.credits(account, member);
        const min = prng.chance(0.2) ? prng.whole(1, credits) : undefined;
        return { op, credits, member, mode, min, ttl_s, source: prng.pick([undefined, this.source()]) };
      }
      case 'extend': {
        const hold = this.hold(account);
        const member = account.holds.find((one) => one.handle === hold)?.member ?? 'ann';
        return { op, hold, credits: this.credits(account, member), mode, ttl_s };
      }
      case 'settle': {
        const hold = this.hold(account);
        const excess = prng.pick([undefined, 'cap', 'charge', 'charge', 'reject'] as const);
        const source = prng.pick([undefined, this.source()]);
        return {
          op,
          hold,
          output: this.newOutput(account, key),
          words: this.words(account, hold),
          excess,
          source,
        };
      }
      case 'release':
        return { op, hold: this.hold(account) };
      case 'charge': {
        const member = this.member();
        const words = prng.chance(0.05) ? 0 : this.credits(account, member);
        return { op, output: this.newOutput(account, key), member, source: this.source(), words };
      }
    }
  }

  private member(): string {
    return this.prng.pick(MEMBERS);
  }

  private source(): ChargeSource {
    return this.prng.pick(CHARGE_SOURCES);
  }

  plan(): string {
    return this.prng.chance(0.03) ? 'none-such' : this.prng.pick(PLANS);
  }

  /** Amounts around what is there, what may be used, and what is far too much. */
  private credits(account: ModelAccount, member: string): number {
    const { prng } = this;
    const own = cycleAvailable(account);
    const all = own + bonusAvailable(account);
    const room = roomOf(account, member);
    const kind = prng.weighted({ little: 8, share: 8, own: 1, all: 1, room: 1, limit: 1 });
    switch (kind) {
      case 'little':
        return prng.whole(1, 25);
      case 'share':
        return prng.whole(1, Math.max(1, Math.floor(all / 2)));
      case 'own':
        return Math.max(1, own + prng.whole(-1, 1));
      case 'all':
        return Math.max(1, all + prng.whole(-1, 1));
      case 'room':
        return Number.isFinite(room) ? Math.max(1, room + prng.whole(-1, 1)) : 1;
      case 'limit':
        return prng.whole(1, account.cycle.limit * 2 + 1);
    }
  }

  private words(account: ModelAccount, hold: string): number {
    const { prng } = this;
    const held = sumOf(account.slices.filter((slice) => slice.hold === hold && slice.state === 'held'));
    const kind = prng.weighted({ part: 6, all: 3, more: 5, none: 1 });
    if (kind === 'part') return prng.whole(0, held);
    if (kind === 'more') return held + prng.whole(1, 60);
    return kind === 'all' ? held : 0;
  }

  private hold(account: ModelAccount): string {
    const { prng } = this;
    if (prng.chance(0.02)) return 'hold_1_00000000';
    const known = account.holds.filter((hold) => this.ids.knows(hold.handle));
    const pending = known.filter((hold) => hold.state !== 'resolved');
    const open = known.filter((hold) => hold.state === 'open');
    const from = prng.chance(0.7) ? open : prng.chance(0.8) ? pending : known;
    return (from.length > 0 ? prng.pick(from) : (known.at(-1) ?? { handle: 'hold_none' })).handle;
  }

  private grant(account: ModelAccount): string {
    const { prng } = this;
    if (prng.chance(0.05)) return 'grant_1_00000000';
    const known = account.grants.filter((grant) => this.ids.knows(grant.handle));
    const bonus = known.filter((grant) => grant.kind === 'bonus' && grant.state === 'open');
    const from = prng.chance(0.8) && bonus.length > 0 ? bonus : known;
    return from.length > 0 ? prng.pick(from).handle : 'grant_none';
  }

  private output(account: ModelAccount): string {
    const { prng } = this;
    if (account.outputs.length === 0 || prng.chance(0.02)) return 'no-output';
    if (prng.chance(0.4)) return prng.pick(account.outputs.slice(-4)).output;
    const voted = account.outputs.filter((output) => output.vote !== 'none').slice(-6);
    return prng.pick(prng.chance(0.4) && voted.length > 0 ? voted : account.outputs).output;
  }

  private newOutput(account: ModelAccount, key: string): string {
    if (this.prng.chance(0.03) && account.outputs.length > 0) return this.prng.pick(account.outputs).output;
    return `out-${key}`;
  }

  private cap(account: ModelAccount): number | null {
    const { prng } = this;
    return prng.chance(0.4) ? null : prng.whole(0, Math.floor(account.cycle.limit / 2));
  }

  private settings(account: ModelAccount) {
    const { prng } = this;
    if (prng.chance(0.4)) return { time_zone: prng.pick(ZONES) };
    if (prng.chance(0.3))
      return { interval: prng.pick(['month', 'year'] as const), trial_converts: prng.chance(0.7) };
    return { default_member_cap: this.cap(account) };
  }
}
