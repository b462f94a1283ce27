import type { AccountState, Catalogue, Command, Context, CreatedFacts, Entry } from '@inkwell/engine';
import {
  BUCKETS,
  GENESIS,
  apply,
  balanceOf,
  createState,
  dateOfDay,
  decide,
  figuresOf,
  hashEntry,
  idOf,
  memberView,
  movesFrom,
  movesTo,
  effectiveNow,
  outputOf,
  project,
} from '@inkwell/engine';
import type { UsageGroup, UsageRow } from './model-views.ts';
import type { SystemAnswer, SystemGrant, SystemUnderTest } from './system.ts';

interface Kept {
  state: AccountState;
  entries: Entry[];
  /** The entries and their positions of keys and outputs, as a store's indexes would find them. */
  keys: Map<string, Entry>;
  outputs: Map<string, Entry[]>;
}

/** The bare engine over maps in memory: the rules without a store. */
export class EngineSystem implements SystemUnderTest {
  private readonly accounts = new Map<string, Kept>();
  private readonly clocks = new Map<string, number>();
  private readonly catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  private contextOf(command: Command, kept: Kept | undefined, now: number): Context {
    const context: Context = { now, catalogue: this.catalogue };
    if ('key' in command) context.keyed = kept?.keys.get(command.key);
    if ('output' in command) {
      context.output = outputOf(kept?.outputs.get(command.output) ?? []) ?? undefined;
    }
    if (command.op === 'create_account' && command.clock !== undefined) {
      context.clock_now = this.clocks.get(command.clock);
    }
    return context;
  }

  async execute(command: Command, now: number): Promise<SystemAnswer> {
    const kept = this.accounts.get(command.account);
    const decision = decide(kept?.state, command, this.contextOf(command, kept, now));
    if (!decision.ok) return { ok: false, code: decision.refusal.code };
    if (!decision.replayed) this.keep(command.account, kept, decision.state, decision.entries);
    const { status, body } = decision.reply;
    const text = JSON.stringify(body);
    return {
      ok: true,
      status,
      body: JSON.parse(text) as Record<string, unknown>,
      text,
      replayed: decision.replayed,
    };
  }

  async executeAll(commands: Command[], now: number): Promise<SystemAnswer[]> {
    const answers: SystemAnswer[] = [];
    for (const command of commands) answers.push(await this.execute(command, now));
    return answers;
  }

  async executeTwice(command: Command, now: number): Promise<[SystemAnswer, SystemAnswer]> {
    return [await this.execute(command, now), await this.execute(command, now)];
  }

  private keep(account: string, before: Kept | undefined, state: AccountState, entries: Entry[]): void {
    const kept: Kept = before ?? { state, entries: [], keys: new Map(), outputs: new Map() };
    kept.state = state;
    for (const entry of entries) {
      kept.entries.push(entry);
      if (entry.key !== null) kept.keys.set(entry.key, entry);
      if (entry.output !== null) {
        kept.outputs.set(entry.output, [...(kept.outputs.get(entry.output) ?? []), entry]);
      }
    }
    this.accounts.set(account, kept);
  }

  private projected(account: string, now: number): { state: AccountState; at: number } {
    const { state } = this.accounts.get(account)!;
    const at = effectiveNow(state, now);
    return { state: project(state, { catalogue: this.catalogue }, now), at };
  }

  async balance(account: string, now: number): Promise<Record<string, unknown>> {
    const { state, at } = this.projected(account, now);
    return { ...balanceOf(account, figuresOf(state, at, 0)) };
  }

  async member(account: string, member: string, now: number): Promise<Record<string, unknown>> {
    return memberView(this.projected(account, now).state, member);
  }

  /** Adds up the journal's moves. */
  async usage(account: string, cycle: number, group: UsageGroup): Promise<UsageRow[]> {
    const { entries, outputs } = this.accounts.get(account)!;
    const rows = new Map<string, UsageRow>();
    for (const entry of entries) {
      const charge = entry.output === null ? undefined : outputs.get(entry.output)![0];
      for (const [, credits, code, in_cycle, day] of entry.moves) {
        if (in_cycle !== cycle) continue;
        const key = { member: entry.member, day: dateOfDay(day), source: charge?.facts.source }[group];
        const spent = BUCKETS.indexOf('spent');
        const change = (movesTo(code) === spent ? credits : 0) - (movesFrom(code) === spent ? credits : 0);
        if (change === 0 || typeof key !== 'string') continue;
        const row = rows.get(key) ?? { key, credits: 0, refunded: 0 };
        row.credits += change;
        if (entry.kind === 'voted') row.refunded -= change;
        rows.set(key, row);
      }
    }
    return [...rows.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  async grants(account: string, now: number): Promise<SystemGrant[]> {
    const { state } = this.projected(account, now);
    return [...state.grants.values()].map(
      ({ seq, kind, state, amount, available, held, spent, expired, revoked }) => ({
        grant: idOf('grant', account, seq),
        kind,
        state,
        amount,
        available,
        held,
        spent,
        expired,
        revoked,
      }),
    );
  }

  async verify(account: string): Promise<string | null> {
    const { state, entries } = this.accounts.get(account)!;
    let head = GENESIS;
    for (const [index, entry] of entries.entries()) {
      if (entry.seq !== index + 1) return `entry ${entry.seq} stands at ${index + 1}`;
      if (hashEntry(account, head, entry) !== entry.hash) return `hash of entry ${entry.seq}`;
      head = entry.hash;
    }
    const again = this.replayed(account, entries);
    for (const grant of again.grants.values()) {
      const { amount, available, held, spent, expired, revoked } = grant;
      if (amount !== available + held + spent + expired + revoked) return `grant ${grant.seq} is not whole`;
    }
    const [live, replayed] = [comparable(state), comparable(again)];
    return head === state.head && live === replayed ? null : `live ${live}\nreplayed ${replayed}`;
  }

  private replayed(account: string, entries: Entry[]): AccountState {
    const [first] = entries;
    const state = createState(account, first!.at, first!.facts as unknown as CreatedFacts);
    for (const entry of entries) {
      apply(state, entry);
      state.head = entry.hash;
    }
    return state;
  }

  async createClock(at: number): Promise<string> {
    const clock = `clock_${this.clocks.size + 1}`;
    this.clocks.set(clock, at);
    return clock;
  }

  async advanceClock(clock: string, to: number, key: string): Promise<void> {
    this.clocks.set(clock, to);
    for (const [account, { state }] of this.accounts) {
      if (state.clock !== clock) continue;
      const command: Command = { op: 'advance_clock', account, key, actor: 'sim', to_at: to };
      const answer = await this.execute(command, to);
      if (!answer.ok) throw new Error(`${account} could not be advanced: ${answer.code}`);
    }
  }

  async sweep(now: number): Promise<void> {
    for (const account of this.accounts.keys()) await this.execute({ op: 'touch', account }, now);
  }

  /** Everything but the journal is forgotten. */
  async restart(): Promise<void> {
    for (const [account, kept] of this.accounts) kept.state = this.replayed(account, kept.entries);
  }

  async close(): Promise<void> {}
}

/** A state as text, without what only saves time (J3), and without the order in which its maps were filled. */
function comparable(state: AccountState): string {
  const { grants, holds, members, caps, quiet_until: _quiet, day_cache: _day, ...rest } = state;
  const sorted = (map: Map<unknown, unknown>) =>
    [...map].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return JSON.stringify([rest, sorted(grants), sorted(holds), sorted(members), sorted(caps)]);
}
