import { isDeepStrictEqual } from 'node:util';
import {
  type AccountState,
  type Balance,
  type Catalogue,
  type Command,
  type Context,
  type CreatedFacts,
  type Decision,
  type Entry,
  type KeyedCommand,
  type OutputRecord,
  type Plan,
  type Refusal,
  GENESIS,
  apply,
  balanceOf,
  cloneState,
  createState,
  decide,
  effectiveNow,
  figuresOf,
  hashEntry,
  instantText,
  isTimeZone,
  memberView,
  nextDue,
  outputOf,
  parseBody,
  project,
} from '../src/index.ts';
import { type Asked, create } from './commands.ts';

export const at = (text: string): number => Date.parse(text);

export function planOf(id: string, monthly_credits: number, more: Partial<Plan> = {}): Plan {
  return {
    id,
    name: id,
    version: 1,
    effective_at: 0,
    monthly_credits,
    monthly_price_cents: monthly_credits,
    yearly_price_cents: monthly_credits * 10,
    trial_credits: 100,
    trial_days: 5,
    refund_ratio_bp: 2_000,
    currency: 'usd',
    ...more,
  };
}

/** Refund caps of 20%: 40, 100, 200 and 400; `bare` has no trial. */
export const PLANS: Plan[] = [
  planOf('tiny', 200),
  planOf('small', 500),
  planOf('medium', 1000),
  planOf('large', 2000),
  planOf('bare', 500, { trial_days: 0, trial_credits: 0 }),
];

export function catalogueOf(plans: Plan[]): Catalogue {
  return {
    planAt(plan, when) {
      const versions = plans.filter((one) => one.id === plan && one.effective_at <= when);
      return versions.sort((a, b) => a.effective_at - b.effective_at).at(-1);
    },
  };
}

/** A reply's body, as loosely typed as a caller sees it. */
export interface Body {
  [name: string]: unknown;
  balance: Balance;
  hold: string;
  grant: string;
  output: string;
  slices: { grant: string; kind: string; credits: number }[];
}

/** The account without its caches (J3), deeply copied. */
export function snapshot(state: AccountState): unknown {
  const { day_cache: _day, quiet_until: _quiet, ...rest } = cloneState(state);
  return structuredClone(rest);
}

/** G1 and the sums kept beside the grants. Throws where they don't hold. */
export function checkConservation(state: AccountState): void {
  const sums = { held: 0, bonus_available: 0, bonus_held: 0, bonus_spent: 0 };
  for (const grant of state.grants.values()) {
    const { amount, available, held, spent, expired, revoked } = grant;
    if (amount !== available + held + spent + expired + revoked)
      throw new Error(`[G1] grant ${grant.seq} is not conserved: ${JSON.stringify(grant)}`);
    if (Math.min(amount, available, held, spent, expired, revoked) < 0)
      throw new Error(`[G1] grant ${grant.seq} has a bucket below zero: ${JSON.stringify(grant)}`);
    if (grant.state !== 'open' && available > 0)
      throw new Error(`[G4] closed grant ${grant.seq} is spendable`);
    sums.held += held;
    if (grant.kind !== 'bonus') continue;
    sums.bonus_available += available;
    sums.bonus_held += held;
    sums.bonus_spent += spent;
  }
  if (!isDeepStrictEqual(sums, state.totals)) throw new Error('[J3] the totals differ from their grants');
  const in_holds = [...state.holds.values()].flatMap((one) => one.slices.map((slice) => slice[1]));
  if (in_holds.reduce((sum, credits) => sum + credits, 0) !== sums.held)
    throw new Error('[B3] the open holds differ from what their grants hold');
}

/** E2: the formula of the cycle's plan grant. */
export function checkPlanGrant(state: AccountState): void {
  const own = state.cycle.grant === null ? undefined : state.grants.get(state.cycle.grant);
  if (own === undefined || own.state !== 'open') return;
  const used = own.spent + own.held;
  if (own.amount !== Math.max(state.cycle.limit, used))
    throw new Error(`[E2] amount ${own.amount}, limit ${state.cycle.limit}, spent + held ${used}`);
  if (own.available !== Math.max(0, state.cycle.limit - used))
    throw new Error(`[E2] available ${own.available}, limit ${state.cycle.limit}, spent + held ${used}`);
}

/** J2: the account that the journal's stored text makes, from nothing. */
export function replayed(account: string, entries: Entry[]): AccountState {
  const first = entries[0]!;
  const state = createState(account, first.at, parseBody(first.body).facts as unknown as CreatedFacts);
  let head = GENESIS;
  for (const entry of entries) {
    if (hashEntry(account, head, entry) !== entry.hash) throw new Error(`[J1] hash of entry ${entry.seq}`);
    apply(state, { ...entry, ...parseBody(entry.body) });
    head = entry.hash;
  }
  state.head = head;
  return state;
}

interface Stored {
  entry: Entry;
  reply: string;
}

/** One account in memory, with all that a ledger would keep for it; every accepted step is checked. */
export class Ledger {
  state: AccountState | undefined;
  entries: Entry[] = [];
  now: number;
  clock_now: number | undefined;
  actor = 'op';
  /** `each` replays the journal after every step; `light` leaves that to the end of a long run. */
  checks: 'each' | 'light' = 'each';
  readonly account: string;
  readonly catalogue: Catalogue;
  readonly keys = new Map<string, Stored>();
  readonly #outputs = new Map<string, Entry[]>();
  #made_keys = 0;

  constructor(now: string, plans: Plan[] = PLANS, account = 'acme') {
    this.now = at(now);
    this.catalogue = catalogueOf(plans);
    this.account = account;
  }

  /** Lets the wall clock arrive at an instant; nothing touches the account. */
  on(when: string): this {
    this.now = at(when);
    return this;
  }

  command(asked: Asked, key = `key-${(this.#made_keys += 1)}`): KeyedCommand {
    return { ...asked, account: this.account, key, actor: this.actor } as KeyedCommand;
  }

  context(command: Command): Context {
    const stored = 'key' in command ? this.keys.get(command.key) : undefined;
    const output = 'output' in command ? this.output(command.output) : undefined;
    return {
      now: this.now,
      catalogue: this.catalogue,
      clock_now: this.clock_now,
      ...(stored !== undefined && { keyed: asStored(stored.entry) }),
      ...(output !== undefined && { output }),
    };
  }

  /** An output as the journal's stored entries tell it. */
  output(name: string): OutputRecord | undefined {
    const entries = this.#outputs.get(name);
    return entries === undefined ? undefined : outputOf(entries.map(asStored))!;
  }

  run(command: Command): Decision<AccountState> {
    const original = this.state;
    const before = original === undefined ? undefined : snapshot(original);
    const decision = decide(this.state, command, this.context(command));
    const is_same = decision.ok && decision.state === original;
    if (original !== undefined && !is_same && !isDeepStrictEqual(snapshot(original), before))
      throw new Error(`[X] ${command.op} changed an account that it has not returned`);
    if (!decision.ok) return decision;
    this.state = decision.state;
    this.#keep(command, decision.entries, JSON.stringify(decision.reply));
    this.check();
    if (this.checks === 'each') this.checkReplay();
    return decision;
  }

  #keep(command: Command, entries: Entry[], reply: string): void {
    this.entries.push(...entries);
    for (const entry of entries) {
      if (entry.key !== null) this.keys.set(entry.key, { entry, reply });
      if (entry.output === null) continue;
      const known = this.#outputs.get(entry.output) ?? [];
      if (known.length !== entry.output_rev) throw new Error(`output_rev of entry ${entry.seq}`);
      this.#outputs.set(entry.output, [...known, entry]);
    }
    if (command.op !== 'touch' && entries.filter((entry) => entry.key !== null).length > 1)
      throw new Error('[K1] more than one entry carries the key');
  }

  /** What holds after every accepted step. */
  check(): void {
    const state = this.state!;
    checkConservation(state);
    checkPlanGrant(state);
    const due = nextDue(state);
    if (state.quiet_until > (due?.at ?? Number.MAX_SAFE_INTEGER))
      throw new Error('[J3] quiet_until stands after the next due event');
  }

  /** J2: the stored journal makes this very account. */
  checkReplay(): void {
    const state = this.state!;
    const again = snapshot(replayed(this.account, this.entries));
    if (!isDeepStrictEqual(again, snapshot(state)))
      throw new Error(`[J2] the journal makes another account:\n${diffOf(again, snapshot(state))}`);
  }

  /** The reply's body of an accepted command; a refusal fails the test. */
  does(asked: Asked, key?: string): Body {
    const decision = this.run(this.command(asked, key));
    if (!decision.ok) throw new Error(`${asked.op} was refused: ${JSON.stringify(decision.refusal)}`);
    return decision.reply.body as Body;
  }

  /** The refusal of a command; acceptance fails the test. */
  refuses(asked: Asked, key?: string): Refusal {
    const decision = this.run(this.command(asked, key));
    if (decision.ok) throw new Error(`${asked.op} was accepted: ${JSON.stringify(decision.reply.body)}`);
    return decision.refusal;
  }

  code(asked: Asked, key?: string): string {
    return this.refuses(asked, key).code;
  }

  /** The sweeper passes by. */
  touch(): this {
    const decision = this.run({ op: 'touch', account: this.account });
    if (!decision.ok) throw new Error('a touch was refused');
    return this;
  }

  /** A read at this instant: what is due is projected, nothing is written (A3b). */
  read(): AccountState {
    return project(this.state!, { catalogue: this.catalogue }, this.now);
  }

  get balance(): Balance {
    const state = this.read();
    return balanceOf(this.account, figuresOf(state, effectiveNow(state, this.now), 0));
  }

  get phase(): string {
    return this.read().phase;
  }

  /** `[number, starts, ends]` of the current cycle, to the minute. */
  get cycle(): [number, string, string] {
    const { cycle } = this.read();
    return [cycle.number, minuteOf(cycle.starts_at), minuteOf(cycle.ends_at)];
  }

  member(name = 'mia') {
    return memberView(this.read(), name);
  }

  /** Grants of a kind, oldest first. */
  grants(kind: 'plan' | 'trial' | 'bonus') {
    return [...this.read().grants.values()].filter((grant) => grant.kind === kind);
  }

  kinds(from_seq = 0): string[] {
    return this.entries.filter((entry) => entry.seq > from_seq).map((entry) => entry.kind);
  }

  notices(): string[] {
    const notices = this.entries.filter((entry) => entry.kind === 'notice');
    return notices.map((entry) => entry.facts.notice as string);
  }
}

/** An entry as a store gives it back: its text parsed, no object shared with the live one. */
export const asStored = (entry: Entry): Entry => ({ ...entry, ...parseBody(entry.body) });

export const minuteOf = (when: number): string => instantText(when).slice(0, 16);

function diffOf(again: unknown, live: unknown): string {
  const lines = (value: unknown) =>
    JSON.stringify(value, (_, one) => (one instanceof Map ? [...one] : one), 1).split('\n');
  const [a, b] = [lines(again), lines(live)];
  const first = a.findIndex((line, index) => line !== b[index]);
  return `${a.slice(first - 3, first + 2).join('\n')}\n  live:\n${b.slice(first - 3, first + 2).join('\n')}`;
}

/** An active account on a plan, made at an instant (2026-01-05 09:00 UTC unless said). */
export function open(
  plan = 'small',
  more: Partial<Extract<Asked, { op: 'create_account' }>> & { now?: string; plans?: Plan[] } = {},
): Ledger {
  const { now = '2026-01-05T09:00:00Z', plans = PLANS, ...asked } = more;
  if (asked.time_zone !== undefined && !isTimeZone(asked.time_zone)) throw new Error('no such zone');
  const ledger = new Ledger(now, plans);
  ledger.does(create(plan, asked));
  return ledger;
}

export const openTrial = (plan = 'small', more: Parameters<typeof open>[1] = {}): Ledger =>
  open(plan, { trial: true, ...more });

/** Slices as `kind credits`, in order. */
export const slicesOf = (body: Body): string[] =>
  body.slices.map((slice) => `${slice.kind} ${slice.credits}`);
