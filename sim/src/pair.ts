import type { Catalogue, Command, KeyedCommand } from '@inkwell/engine';
import { firstDifference } from './compare.ts';
import type { SimEvent } from './events.ts';
import { Difference } from './events.ts';
import { Ids } from './ids.ts';
import type { Answer } from './model-account.ts';
import type { UsageGroup } from './model-views.ts';
import { balanceOfModel, grantsOfModel, memberOfModel, usageOfModel } from './model-views.ts';
import { Model } from './model.ts';
import type { SystemAnswer, SystemUnderTest } from './system.ts';

export const MEMBERS = ['ann', 'ben', 'cleo', 'dora'] as const;
/** Figures whose being more than nothing is worth counting. */
const FIGURES = new Set([
  'returned',
  'shortfall',
  'expired',
  'absorbed',
  'revoked',
  'capped',
  'charged_back',
  'refunded',
]);
const GROUPS: UsageGroup[] = ['member', 'day', 'source'];

/** The model and the system side by side: every event happens to both, and both must say the same. */
export class Pair {
  readonly model: Model;
  readonly system: SystemUnderTest;
  readonly ids = new Ids();
  /** The exact text of the first reply to a key (K1). */
  private readonly texts = new Map<string, string>();
  /** How often what happened: shows that a run has met what it is there for. */
  readonly tally = new Map<string, number>();

  constructor(catalogue: Catalogue, system: SystemUnderTest) {
    this.model = new Model(catalogue);
    this.system = system;
  }

  async happen(event: SimEvent): Promise<void> {
    switch (event.type) {
      case 'command':
        await this.command(event, event.command);
        break;
      case 'burst':
        await this.burst(event);
        break;
      case 'twice':
        await this.twice(event);
        break;
      case 'read':
        await this.read(event, event.account, event.now);
        break;
      case 'sweep':
        await this.system.sweep(event.now);
        for (const account of this.model.accounts.keys()) {
          this.model.execute({ op: 'touch', account }, event.now);
        }
        break;
      case 'restart':
        await this.system.restart();
        break;
      case 'clock':
        this.ids.match(event.clock, await this.system.createClock(event.now));
        this.model.clocks.set(event.clock, event.now);
        break;
      case 'advance':
        await this.system.advanceClock(this.ids.systemOf(event.clock), event.to, event.key);
        this.model.advanceClock(event.clock, event.to);
        break;
    }
  }

  /** The command as the system knows it, with its own ids in it. */
  private translated(command: KeyedCommand): Command {
    if ('hold' in command) return { ...command, hold: this.ids.systemOf(command.hold) };
    if ('grant' in command) return { ...command, grant: this.ids.systemOf(command.grant) };
    if ('clock' in command && command.clock !== undefined) {
      return { ...command, clock: this.ids.systemOf(command.clock) };
    }
    return command;
  }

  private async command(event: SimEvent & { type: 'command' }, command: KeyedCommand): Promise<void> {
    const translated = this.translated(command);
    const expected = this.expect(command, event.now);
    const got = await this.system.execute(translated, event.now);
    if (!event.lost) this.compareAnswers(event, command, expected, got);
  }

  private async burst(event: SimEvent & { type: 'burst' }): Promise<void> {
    const translated = event.commands.map((command) => this.translated(command));
    const expected = event.commands.map((command) => this.expect(command, event.now));
    const got = await this.system.executeAll(translated, event.now);
    for (const [i, command] of event.commands.entries()) {
      this.compareAnswers(event, command, expected[i]!, got[i]!);
    }
  }

  /** One of the two does it, the other replays it: which, nobody knows. */
  private async twice(event: SimEvent & { type: 'twice' }): Promise<void> {
    const { command, now } = event;
    const translated = this.translated(command);
    const expected = this.expect(command, now);
    const got = await this.system.executeTwice(translated, now);
    const known = got.map((answer) => answer.ok && answer.replayed);
    const done = known.filter((replayed) => replayed === false).length;
    if (expected.ok && !known.includes(null) && done !== (expected.replayed ? 0 : 1)) {
      throw new Difference(`${command.op} twice: done ${done} times`, event, expected, got);
    }
    for (const answer of got) {
      this.compareAnswers(event, command, expected, answer.ok ? { ...answer, replayed: null } : answer);
    }
  }

  private expect(command: KeyedCommand, now: number): Answer {
    const expected = this.model.execute(command, now);
    for (const name of namesOf(command, expected)) this.tally.set(name, (this.tally.get(name) ?? 0) + 1);
    return expected;
  }

  private compareAnswers(event: SimEvent, command: KeyedCommand, expected: Answer, got: SystemAnswer): void {
    const fail = (what: string): never => {
      throw new Difference(what, event, expected, got);
    };
    if (!expected.ok || !got.ok) {
      const [ours, theirs] = [expected, got].map((answer) => (answer.ok ? 'ok' : answer.code));
      if (ours !== theirs) fail(`${command.op}: ${theirs} instead of ${ours}`);
      return;
    }
    if (expected.status !== got.status) fail('status');
    if (got.replayed !== null && expected.replayed !== got.replayed) fail('replayed');
    const difference = firstDifference(expected.body, got.body, (handle, id) => this.ids.match(handle, id));
    if (difference !== null) fail(`${command.op}${difference}`);
    const name = `${command.account} ${command.key}`;
    const text = this.texts.get(name);
    if (text === undefined) this.texts.set(name, got.text);
    else if (text !== got.text) throw new Difference('text of the replay', event, text, got.text);
  }

  /** Compares all that can be read of an account. */
  private async read(event: SimEvent, account: string, now: number): Promise<void> {
    const view = this.model.view(account, now);
    if (view === undefined) return;
    const check = (what: string, expected: unknown, got: unknown): void => {
      // What is due is only projected here: its ids aren't settled yet, so nothing is bound.
      const difference = firstDifference(expected, got, (handle, id) => this.ids.mayMatch(handle, id));
      if (difference !== null) throw new Difference(`${what}${difference}`, event, expected, got);
    };
    check('balance', balanceOfModel(view.account, view.at), await this.system.balance(account, now));
    for (const member of MEMBERS) {
      const expected = memberOfModel(view.account, member);
      check('member', expected, await this.system.member(account, member, now));
    }
    const { number } = view.account.cycle;
    for (const cycle of [number, number - 1].filter((cycle) => cycle >= 0)) {
      for (const group of GROUPS) {
        const expected = usageOfModel(view.account, cycle, group);
        check(
          `usage of cycle ${cycle} by ${group}`,
          expected,
          await this.system.usage(account, cycle, group, now),
        );
      }
    }
    const grants = grantsOfModel(view.account);
    const got = await this.system.grants(account, now);
    if (grants.length !== got.length) throw new Difference('number of grants', event, grants, got);
    for (const [i, grant] of grants.entries()) check('grant', grant, got[i]);
  }

  /** J2 for every account. */
  async verify(event: SimEvent): Promise<void> {
    for (const account of this.model.accounts.keys()) {
      const wrong = await this.system.verify(account);
      if (wrong !== null) throw new Difference(`verify ${account}`, event, null, wrong);
    }
  }
}

/** Under which names an answer is counted. */
function namesOf(command: KeyedCommand, answer: Answer): string[] {
  if (!answer.ok) return [`${command.op} ${answer.code}`];
  if (answer.replayed) return [`${command.op} replayed`];
  const names = [`${command.op} ok`];
  for (const [name, figure] of Object.entries(answer.body)) {
    if (typeof figure === 'number' ? FIGURES.has(name) && figure > 0 : figure === true && name === 'late') {
      names.push(`${command.op} with ${name}`);
    }
  }
  return names;
}
