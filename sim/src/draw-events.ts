import type { CreateAccount, KeyedCommand } from '@inkwell/engine';
import { CommandDrawer, ZONES } from './draw-commands.ts';
import type { SimEvent } from './events.ts';
import type { ModelAccount } from './model-account.ts';
import { nextDueAt } from './model-cycles.ts';
import type { Pair } from './pair.ts';
import type { Prng } from './prng.ts';

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

interface Sent {
  command: KeyedCommand;
  lost: boolean;
}

/** Draws the events of a simulation, one after another, and keeps its time. */
export class EventDrawer {
  private readonly prng: Prng;
  private readonly pair: Pair;
  private readonly commands: CommandDrawer;
  private readonly accounts: number;
  private now: number;
  private count = 0;
  private focus: string | null = null;
  private readonly sent: Sent[] = [];

  constructor(prng: Prng, pair: Pair, from: number, accounts: number) {
    this.prng = prng;
    this.pair = pair;
    this.now = from;
    this.accounts = accounts;
    this.commands = new CommandDrawer(prng, pair.ids);
  }

  next(): SimEvent {
    const { prng } = this;
    this.count += 1;
    if (prng.chance(0.2)) this.now += this.interval();
    const { model } = this.pair;
    if (model.accounts.size < 1 || (model.accounts.size < this.accounts && prng.chance(0.012))) {
      return this.command(this.creation(`account-${model.accounts.size + 1}`));
    }
    const type = prng.weighted({
      command: 62,
      burst: 5,
      twice: 3,
      retry: 7,
      reuse: 2,
      read: 12,
      recreate: 0.5,
      sweep: 1.5,
      restart: 1.5,
      clock: model.clocks.size < 3 ? 0.5 : 0,
      advance: model.clocks.size > 0 ? 4 : 0,
    });
    switch (type) {
      case 'command':
        return this.command(this.commands.draw(this.account(), this.key()));
      case 'burst':
        return this.burst();
      case 'twice': {
        const { command } = this.draw();
        return { type, now: this.now, command };
      }
      case 'retry':
        return this.retry();
      case 'reuse':
        return this.reuse();
      case 'recreate':
        return this.recreate();
      case 'read':
        return { type, now: this.now, account: prng.pick([...model.accounts.keys()]) };
      case 'sweep':
        return { type, now: this.now };
      case 'restart':
        return { type };
      case 'clock':
        return {
          type,
          now: this.now + prng.whole(-400, 400) * DAY_MS,
          clock: `clock-${model.clocks.size + 1}`,
        };
      case 'advance':
        return this.advance();
    }
  }

  /** Every lost reply is asked for again. */
  retriesOfLost(): SimEvent[] {
    return this.sent.filter((one) => one.lost).map(({ command }) => this.eventOf({ command, lost: false }));
  }

  private key = (): string => `key-${this.count}`;

  private eventOf({ command, lost }: Sent): SimEvent {
    // Two processes' clocks differ a little: now and then one is behind.
    const behind = this.prng.chance(0.05) ? this.prng.whole(1, 2_000) : 0;
    return { type: 'command', now: this.now - behind, command, lost };
  }

  private command(command: KeyedCommand): SimEvent {
    const sent = { command, lost: this.prng.chance(0.06) };
    this.sent.push(sent);
    return this.eventOf(sent);
  }

  /** A new command for the account in focus, or for another. */
  private draw(name?: string): Sent {
    const account = name === undefined ? this.account() : this.pair.model.accounts.get(name)!;
    const sent = { command: this.commands.draw(account, this.key()), lost: false };
    this.sent.push(sent);
    return sent;
  }

  /** Several commands at once, of one account or of more; some of them twice. */
  private burst(): SimEvent {
    const { prng } = this;
    const names = [...this.pair.model.accounts.keys()];
    const commands: KeyedCommand[] = [];
    for (let left = prng.whole(2, 12); left > 0; left -= 1) {
      if (prng.chance(0.1) && commands.length > 0) commands.push(prng.pick(commands));
      else commands.push(this.draw(prng.chance(0.4) ? prng.pick(names) : undefined).command);
      this.count += 1;
    }
    return { type: 'burst', now: this.now, commands };
  }

  /** Mostly the same account for a while, so that much happens to it in little time. */
  private account(): ModelAccount {
    const { accounts } = this.pair.model;
    const change = this.focus === null || !accounts.has(this.focus) || this.prng.chance(0.04);
    if (change) this.focus = this.prng.pick([...accounts.keys()]);
    return accounts.get(this.focus!)!;
  }

  private creation(account: string): CreateAccount {
    const { prng } = this;
    const trial = prng.chance(0.4);
    const clocks = [...this.pair.model.clocks.keys()].filter((clock) => this.pair.ids.knows(clock));
    const nowhere = prng.chance(0.03);
    const clock = nowhere ? 'clock_none' : prng.chance(0.3) ? clocks.at(-1) : undefined;
    const at = clock === undefined ? this.now : (this.pair.model.clocks.get(clock) ?? this.now);
    // Also such that a year is nearly over: it takes long to live through one.
    const anchor = prng.pick([
      at,
      at - prng.whole(1, 500) * DAY_MS,
      at - prng.whole(1, 90_000) * 60_000,
      at - prng.whole(300, 364) * DAY_MS,
    ]);
    return {
      op: 'create_account',
      account,
      key: this.key(),
      actor: 'sim',
      plan: this.commands.plan(),
      interval: prng.pick([undefined, 'month', 'year', 'year'] as const),
      trial: trial || undefined,
      trial_converts: prng.chance(0.2) ? false : undefined,
      trial_waits: (trial && prng.chance(0.3)) || undefined,
      anchor_at: prng.chance(0.04) ? at + DAY_MS : !trial && prng.chance(0.5) ? anchor : undefined,
      time_zone: prng.chance(0.7) ? prng.pick(ZONES) : undefined,
      clock,
    };
  }

  /** The same request with the same key, sometimes with its defaults written out (K1). */
  private retry(): SimEvent {
    const { prng } = this;
    const lost = this.sent.filter((one) => one.lost);
    const from = lost.length > 0 && prng.chance(0.6) ? lost : this.sent;
    const one = prng.pick(from);
    one.lost = false;
    const { command } = one;
    if (prng.chance(0.2)) return this.eventOf({ command: withDefaults(command), lost: false });
    return this.eventOf({ command, lost: false });
  }

  /** A key of the past, for another request. */
  private reuse(): SimEvent {
    const past = this.prng.pick(this.sent).command;
    const account = this.pair.model.accounts.get(past.account);
    if (account === undefined) return this.retry();
    return this.eventOf({ command: this.commands.draw(account, past.key), lost: false });
  }

  /** A second PUT of an account: the same, less of the same, or another. */
  private recreate(): SimEvent {
    const { prng } = this;
    const { account, made_with } = this.account();
    const { plan, interval, trial, trial_converts, time_zone } = made_with;
    const command: CreateAccount = { op: 'create_account', account, key: this.key(), actor: 'sim', plan };
    if (prng.chance(0.5)) Object.assign(command, { interval, trial, trial_converts, time_zone });
    if (prng.chance(0.3)) command.plan = this.commands.plan();
    if (prng.chance(0.2)) command.time_zone = prng.pick(ZONES);
    return this.command(command);
  }

  /** Mostly moments, sometimes days; often to the very edge of something that falls due. */
  private interval(): number {
    const { prng, pair } = this;
    const kind = prng.weighted({ edge: 4, moment: 10, minutes: 2, hours: 0.7, days: 0.25, month: 0.02 });
    if (kind === 'edge' && pair.model.accounts.size > 0) {
      const account = this.account();
      const due = nextDueAt({ account, at: this.now, catalogue: pair.model.catalogue, key: '' });
      const ahead = due - this.now + prng.pick([-3_600_000, -4_000, -1, 0, 0, 1]);
      const near = ahead < 2 * DAY_MS || (ahead < 40 * DAY_MS && prng.chance(0.15));
      return account.clock === null && ahead > 0 && near ? ahead : prng.whole(0, 5_000);
    }
    const most = {
      edge: SECOND_MS,
      moment: 5 * SECOND_MS,
      minutes: 1_200 * SECOND_MS,
      hours: DAY_MS,
      days: 9 * DAY_MS,
      month: 70 * DAY_MS,
    };
    return prng.whole(0, most[kind]);
  }

  private advance(): SimEvent {
    const { prng, pair } = this;
    const clock = prng.pick([...pair.model.clocks.keys()]);
    const at = pair.model.clocks.get(clock)!;
    const dues = [...pair.model.accounts.values()]
      .filter((account) => account.clock === clock)
      .map((account) => nextDueAt({ account, at, catalogue: pair.model.catalogue, key: '' }))
      .filter((due) => due >= at && due < at + 40 * DAY_MS);
    const to = dues.length > 0 && prng.chance(0.5) ? prng.pick(dues) : at + this.interval();
    return { type: 'advance', clock, to: Math.max(at, to), key: this.key() };
  }
}

/** The same request with the defaults of the contract written out. */
function withDefaults(command: KeyedCommand): KeyedCommand {
  switch (command.op) {
    case 'hold':
      return {
        ...command,
        mode: command.mode ?? 'exact',
        min: command.min ?? 1,
        ttl_s: command.ttl_s ?? 600,
        source: command.source ?? 'api',
      };
    case 'settle':
      return { ...command, excess: command.excess ?? 'cap', labels: command.labels ?? [] };
    case 'charge':
      return { ...command, labels: command.labels ?? [] };
    case 'cancel':
      return { ...command, when: command.when ?? 'cycle_end' };
    case 'award':
      return { ...command, source: command.source ?? 'staff' };
    default:
      return command;
  }
}
