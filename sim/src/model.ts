import type { Catalogue, Command, KeyedCommand } from '@inkwell/engine';
import type { Answer, ModelAccount, Scene } from './model-account.ts';
import { Refused } from './model-account.ts';
import {
  award,
  cancel,
  changeSettings,
  createAccount,
  editPlan,
  matchesCreation,
  plain,
  revoke,
  setMemberCap,
} from './model-admin.ts';
import { isSound, requestText } from './model-checks.ts';
import { applyDueUntil, nextDueAt } from './model-cycles.ts';
import { charge, extend, placeHold, release, settle } from './model-spend.ts';
import { accountOfModel, balanceOfModel } from './model-views.ts';
import { vote } from './model-votes.ts';

const ACCOUNT_OPS = new Set<Command['op']>([
  'create_account',
  'edit_plan',
  'change_settings',
  'withdraw_edit',
  'pause',
  'resume',
  'withdraw_cancel',
  'start_trial',
  'convert_trial',
  'cancel',
]);
/** What paused and canceled accounts refuse (A5). */
const STOPPED_OPS = new Set<Command['op']>(['hold', 'extend', 'charge', 'edit_plan']);

/** Runs the rules of one command on a scene; a refusal is thrown. */
function perform(scene: Scene, command: KeyedCommand): Record<string, unknown> {
  const { account } = scene;
  if (STOPPED_OPS.has(command.op) && account.phase === 'canceled') throw new Refused('account_canceled');
  if (STOPPED_OPS.has(command.op) && account.phase === 'paused') throw new Refused('account_paused');
  switch (command.op) {
    case 'create_account':
      return {};
    case 'edit_plan':
      return editPlan(scene, command);
    case 'change_settings':
      return changeSettings(scene, command);
    case 'set_member_cap':
    case 'remove_member_cap':
      return setMemberCap(scene, command);
    case 'cancel':
      return cancel(scene, command);
    case 'award':
      return award(scene, command);
    case 'revoke':
      return revoke(scene, command);
    case 'hold':
      return placeHold(scene, command);
    case 'extend':
      return extend(scene, command);
    case 'settle':
      return settle(scene, command);
    case 'release':
      return release(scene, command);
    case 'charge':
      return charge(scene, command);
    case 'vote':
      return vote(scene, command);
    case 'advance_clock':
      throw new Error('the model moves clocks by advanceClock');
    default:
      return plain(scene, command.op);
  }
}

/** The plain model of all accounts. `now` is given; nothing is remembered but what the lists hold. */
export class Model {
  readonly catalogue: Catalogue;
  readonly accounts = new Map<string, ModelAccount>();
  readonly clocks = new Map<string, number>();

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  /** The account as it stands at `now`, for reading: what is due is projected, nothing is written (A3b). */
  view(name: string, now: number): { account: ModelAccount; at: number } | undefined {
    const account = this.accounts.get(name);
    if (account === undefined) return undefined;
    const at = this.effectiveNow(account, now);
    return { account: this.sceneOf(account, at, '').account, at };
  }

  private effectiveNow(account: ModelAccount, now: number): number {
    const clock = account.clock === null ? now : this.clocks.get(account.clock)!;
    return Math.max(clock, account.last_at);
  }

  /** A scene to work in: a copy of the account with all that is due applied. */
  private sceneOf(account: ModelAccount, at: number, key: string): Scene {
    const { catalogue } = this;
    const here: Scene = { account, at, catalogue, key };
    if (nextDueAt(here) > at) return here;
    const { requests, ...rest } = account;
    const scene = { ...here, account: { ...structuredClone(rest), requests } };
    applyDueUntil(scene, at);
    return scene;
  }

  execute(command: Command, now: number): Answer {
    const account = this.accounts.get(command.account);
    if (command.op === 'touch') return this.touch(account, now);
    try {
      if (command.op === 'create_account') return this.create(account, command, now);
      if (account === undefined) {
        return { ok: false, code: isSound(command, now) ? 'account_not_found' : 'invalid_request' };
      }
      return this.change(account, command, now);
    } catch (error) {
      if (error instanceof Refused) return { ok: false, code: error.code };
      throw error;
    }
  }

  /** A6: a clock moves forward, and its accounts with it. */
  advanceClock(clock: string, to: number): void {
    this.clocks.set(clock, to);
    for (const account of this.accounts.values()) {
      if (account.clock !== clock) continue;
      const scene = this.sceneOf(account, to, '');
      scene.account.last_at = to;
      this.accounts.set(account.account, scene.account);
    }
  }

  private touch(account: ModelAccount | undefined, now: number): Answer {
    if (account === undefined) return { ok: false, code: 'account_not_found' };
    const { account: touched } = this.sceneOf(account, this.effectiveNow(account, now), '');
    this.accounts.set(touched.account, touched);
    return { ok: true, status: 200, body: {}, replayed: false };
  }

  private replay(account: ModelAccount, command: KeyedCommand): Answer | undefined {
    const kept = account.requests.find((one) => one.key === command.key);
    if (kept === undefined) return undefined;
    if (kept.request !== requestText(command)) return { ok: false, code: 'idempotency_mismatch' };
    return { ...kept.answer, replayed: true };
  }

  private create(
    existing: ModelAccount | undefined,
    command: KeyedCommand & { op: 'create_account' },
    now: number,
  ): Answer {
    const clock = command.clock === undefined ? now : (this.clocks.get(command.clock) ?? now);
    const at = existing === undefined ? clock : this.effectiveNow(existing, now);
    if (!isSound(command, at)) return { ok: false, code: 'invalid_request' };
    const replayed = existing === undefined ? undefined : this.replay(existing, command);
    if (replayed !== undefined) return replayed;
    if (this.catalogue.planAt(command.plan, at) === undefined) return { ok: false, code: 'plan_not_found' };
    if (command.clock !== undefined && !this.clocks.has(command.clock)) {
      return { ok: false, code: 'clock_not_found' };
    }
    if (existing === undefined) {
      const account = createAccount(command, at, this.catalogue);
      return this.accept({ account, at, catalogue: this.catalogue, key: command.key }, command, 201, {});
    }
    if (!matchesCreation(existing, command)) return { ok: false, code: 'account_exists' };
    return this.accept(this.sceneOf(existing, at, command.key), command, 200, {});
  }

  private change(account: ModelAccount, command: KeyedCommand, now: number): Answer {
    const at = this.effectiveNow(account, now);
    if (!isSound(command, at)) return { ok: false, code: 'invalid_request' };
    const replayed = this.replay(account, command);
    if (replayed !== undefined) return replayed;
    const scene = this.sceneOf(account, at, command.key);
    const body = perform(scene, command);
    const made = command.op === 'hold' || command.op === 'charge' || command.op === 'award';
    return this.accept(scene, command, made ? 201 : 200, body);
  }

  private accept(scene: Scene, command: KeyedCommand, status: 200 | 201, figures: object): Answer {
    const { account, at } = scene;
    account.last_at = at;
    const about = ACCOUNT_OPS.has(command.op) && command.op !== 'edit_plan' ? accountOfModel(account) : {};
    const body = structuredClone({ ...about, ...figures, balance: balanceOfModel(account, at) });
    const answer: Answer = { ok: true, status, body, replayed: false };
    account.requests.push({ key: command.key, request: requestText(command), answer });
    this.accounts.set(account.account, account);
    return answer;
  }
}
