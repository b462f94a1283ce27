import type { Command, Plan } from '@inkwell/engine';
import { dateOfDay, idOf, memberView } from '@inkwell/engine';
import type { Answer, Database, Ledger, Loaded } from '@inkwell/ledger';
import { openLedger } from '@inkwell/ledger';
import { Fuse, crashingDatabase } from './crashing-database.ts';
import type { Store } from './databases.ts';
import type { UsageGroup, UsageRow } from './model-views.ts';
import type { Prng } from './prng.ts';
import type { SystemAnswer, SystemGrant, SystemUnderTest } from './system.ts';

/** A ledger object and all that it has open: what one process of a server is. */
interface Process {
  ledger: Ledger;
  database: Database;
  fuse: Fuse;
}

export interface LedgerSystemOptions {
  store: Store;
  plans: Plan[];
  /** Draws who serves what, and where they die. */
  prng: Prng;
  /** How likely a change is to meet the death of its process. */
  crashes: number;
}

const PROCESSES = 2;
const GRANTS_AT_MOST = 100_000;

const answerOf = (answer: Answer, replayed: boolean | null): SystemAnswer => {
  if (!answer.ok) return { ok: false, code: answer.refusal.code };
  const { status, body } = answer.reply;
  const text = JSON.stringify(body);
  return { ok: true, status, body: JSON.parse(text) as Record<string, unknown>, text, replayed };
};

/** The real ledger: two of them on one database, each of which may die at any statement. */
export class LedgerSystem implements SystemUnderTest {
  private readonly options: LedgerSystemOptions;
  private readonly processes: Process[] = [];
  private now = 0;
  private clocks = 0;
  deaths = 0;

  private constructor(options: LedgerSystemOptions) {
    this.options = options;
  }

  static async open(options: LedgerSystemOptions): Promise<LedgerSystem> {
    const system = new LedgerSystem(options);
    for (let i = 0; i < PROCESSES; i += 1) system.processes.push(await system.begin());
    return system;
  }

  /** Small caches, so that what has left memory is needed again. */
  private async begin(): Promise<Process> {
    const { store, plans, prng } = this.options;
    const database = await store.enter();
    const fuse = new Fuse();
    const ledger = await openLedger({
      database: crashingDatabase(database, fuse),
      now: () => this.now,
      plans,
      batch_limit: prng.pick([1, 4, 100]),
      cached_accounts: prng.pick([1, 3, 1_000]),
      remembered_keys: prng.pick([1, 10, 1_000]),
    });
    return { ledger, database, fuse };
  }

  /** The process is gone with all its memory; a new one takes its place. */
  private async die(process: Process): Promise<void> {
    process.fuse.blow();
    this.deaths += 1;
    // Its connections end with it; nothing that it still does reaches the database.
    await process.ledger.close();
    await this.options.store.leave(process.database);
    this.processes[this.processes.indexOf(process)] = await this.begin();
  }

  private any(): Process {
    return this.options.prng.pick(this.processes);
  }

  /**
   * Does something that may be done again, on a process that may die on the way; another then does it again. Tells
   * whether that was needed.
   */
  private async survive<T>(process: Process, work: (ledger: Ledger) => Promise<T>): Promise<[T, boolean]> {
    const { prng, crashes } = this.options;
    if (prng.chance(crashes)) process.fuse.arm(prng.whole(0, 4), prng.chance(0.5));
    try {
      return [await work(process.ledger), false];
    } catch (error) {
      if (!process.fuse.blown) throw error;
    } finally {
      process.fuse.disarm();
    }
    if (this.processes.includes(process)) await this.die(process);
    return [await work(this.any().ledger), true];
  }

  async execute(command: Command, now: number): Promise<SystemAnswer> {
    this.now = now;
    return this.executeOn(this.any(), command);
  }

  private async executeOn(process: Process, command: Command): Promise<SystemAnswer> {
    const [answer, again] = await this.survive(process, (ledger) => ledger.execute(command));
    return answerOf(answer, again ? null : answer.ok && answer.replayed);
  }

  /** All at once. The commands of one account go to one process, which keeps their order; a death stops all of them. */
  async executeAll(commands: Command[], now: number): Promise<SystemAnswer[]> {
    this.now = now;
    const { prng, crashes } = this.options;
    const home = new Map(commands.map(({ account }) => [account, this.any()]));
    if (prng.chance(crashes * 2)) this.any().fuse.arm(prng.whole(0, 6), prng.chance(0.5));
    const settled = await Promise.allSettled(
      commands.map((command) => home.get(command.account)!.ledger.execute(command)),
    );
    for (const process of this.processes.slice()) {
      process.fuse.disarm();
      if (process.fuse.blown) await this.die(process);
    }
    const answers: SystemAnswer[] = [];
    for (const [i, result] of settled.entries()) {
      const command = commands[i]!;
      if (result.status === 'fulfilled') {
        answers.push(answerOf(result.value, result.value.ok && result.value.replayed));
      } else if (home.get(command.account)!.fuse.blown) {
        answers.push(answerOf(await this.any().ledger.execute(command), null));
      } else throw result.reason;
    }
    return answers;
  }

  async executeTwice(command: Command, now: number): Promise<[SystemAnswer, SystemAnswer]> {
    this.now = now;
    const [first, second] = this.processes;
    return Promise.all([this.executeOn(first!, command), this.executeOn(second!, command)]);
  }

  private async load(account: string, now: number): Promise<{ ledger: Ledger; loaded: Loaded }> {
    this.now = now;
    const { ledger } = this.any();
    const loaded = await ledger.reads.load(account);
    if (loaded === undefined) throw new Error(`${account} is not there`);
    return { ledger, loaded };
  }

  async balance(account: string, now: number): Promise<Record<string, unknown>> {
    const { ledger, loaded } = await this.load(account, now);
    return { ...ledger.reads.balanceOf(loaded) };
  }

  async member(account: string, member: string, now: number): Promise<Record<string, unknown>> {
    const { ledger, loaded } = await this.load(account, now);
    const listed = ledger.reads.members(loaded).find((one) => one.member === member);
    return listed ?? memberView(loaded.state, member);
  }

  async usage(account: string, cycle: number, group: UsageGroup, now: number): Promise<UsageRow[]> {
    const { ledger, loaded } = await this.load(account, now);
    const { data } = await ledger.reads.usage(loaded, { cycle }, group);
    return data
      .filter(({ credits, refunded }) => credits !== 0 || refunded !== 0)
      .map(({ key, credits, refunded }) => ({
        key: typeof key === 'number' ? dateOfDay(key) : key,
        credits,
        refunded,
      }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  async grants(account: string, now: number): Promise<SystemGrant[]> {
    const { ledger, loaded } = await this.load(account, now);
    const rows = await ledger.reads.grants(loaded, Number.MAX_SAFE_INTEGER, GRANTS_AT_MOST);
    // Of grants that are only due, nothing is stored yet: they stand in the projected state.
    const all = new Map(
      [...rows.map(({ grant }) => grant), ...loaded.state.grants.values()].map((grant) => [grant.seq, grant]),
    );
    return [...all.values()]
      .toSorted((a, b) => a.seq - b.seq)
      .map(({ seq, kind, state, amount, available, held, spent, expired, revoked }) => ({
        grant: idOf('grant', account, seq),
        kind,
        state,
        amount,
        available,
        held,
        spent,
        expired,
        revoked,
      }));
  }

  async verify(account: string): Promise<string | null> {
    const found = await this.any().ledger.verify(account);
    if (found === undefined) return 'it is not there';
    return found.ok ? null : JSON.stringify(found);
  }

  async createClock(at: number): Promise<string> {
    this.clocks += 1;
    const asked = { operator: 'sim', key: `clock-${this.clocks}` };
    const [answer] = await this.survive(this.any(), (ledger) => ledger.createClock(at, asked));
    if (!answer.ok) throw new Error(answer.refusal.detail);
    return answer.reply.body.clock as string;
  }

  async advanceClock(clock: string, to: number, key: string): Promise<void> {
    const asked = { operator: 'sim', key };
    const [answer] = await this.survive(this.any(), (ledger) => ledger.advanceClock(clock, to, asked));
    if (!answer.ok) throw new Error(answer.refusal.detail);
  }

  async sweep(now: number): Promise<void> {
    this.now = now;
    await this.survive(this.any(), (ledger) => ledger.sweep());
  }

  async restart(): Promise<void> {
    await this.die(this.any());
  }

  async close(): Promise<void> {
    for (const { ledger, database, fuse } of this.processes) {
      // One that died and could not be followed by another has left already.
      if (fuse.blown) continue;
      await ledger.close();
      await this.options.store.leave(database);
    }
    await this.options.store.close();
  }
}
