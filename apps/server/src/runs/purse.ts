import { type Refusal, memberView } from '@inkwell/engine';
import { type Answer, type Command, OverloadedError, isOutOfReach } from '@inkwell/ledger';
import { ownKey } from '../own-keys.ts';
import type { RunKind } from './store.ts';
import { outOfReach, refused } from './endings.ts';
import type { LiveOutput } from './output.ts';
import type { Context, Ending } from './types.ts';

/** A hold's life (H5). It is renewed long before, so it ends only if this process dies or sleeps. */
const HOLD_TTL_S = 600;
const RENEW_MS = (HOLD_TTL_S * 1000) / 2;

/** Steps are never smaller than that while there are credits: no call of the ledger per word. */
const MIN_STEP = 8;
const USUAL_STEP = 30;
/** Credits are plentiful while all siblings could take that many steps; until then nobody has to count. */
const PLENTY_STEPS = 4;

/** A long answer asks for more at a time as it goes on: a journal has no use for an entry every few words. */
const LONGEST_STEP = 400;

const RETRY_MS = 200;
const RETRIES = 6;

interface Funds {
  step: number;
  /** What the step may grow to. */
  max_step: number;
  /** Words left below which more is asked for. */
  ask_below: number;
  asking: Promise<void> | null;
  /** Nothing more was there when last asked. */
  is_dry: boolean;
  extends: number;
  /** What was asked of the ledger and never answered: asked again under the same key (K1). */
  unanswered: number | null;
  /** The ledger was out of reach when last asked. */
  is_cut_off: boolean;
  funded_at: number;
  ending: Ending | null;
}

interface PurseRun {
  run: string;
  account: string;
  member: string;
  kind: RunKind;
  estimate_credits: number;
}

interface PurseOptions {
  /** What the journal keeps of whoever asks. */
  actor: string;
  /** Nothing is settled before all outputs are there: none of them can wait for what another gives back. */
  is_whole: boolean;
}

/** Refusals for want of credits: a sibling may give some back. */
export const SHORTAGES = new Set<string>([
  'insufficient_credits',
  'member_cap_reached',
  'bonus_locked_in_trial',
]);

/**
 * The credits of one run: a hold for each output (C3), grown in steps before its words run out.
 *
 * Short credits go to those who can finish: an output begins only with its whole estimate, later ones wait until
 * a sibling has settled; the last one gets what is left. Who runs out waits for what siblings return, too. Steps
 * are a fair share of what is there.
 */
export class Purse {
  readonly #context: Context;
  readonly #run: PurseRun;
  readonly #options: PurseOptions;
  readonly #funds = new Map<LiveOutput, Funds>();
  readonly #starving = new Set<LiveOutput>();
  /** The `min` of first holds that were asked for and never answered: asked again as they were (K1). */
  readonly #unanswered = new Map<LiveOutput, number>();
  #turn = Promise.withResolvers<void>();
  #available = 0;
  /** What the member's cap leaves (M2), as last read. */
  #room = 0;

  constructor(context: Context, run: PurseRun, options: PurseOptions) {
    this.#context = context;
    this.#run = run;
    this.#options = options;
  }

  /** The first hold of an output (H1); null, or why it can't be had. Rejects if the ledger is out of reach. */
  async admit(output: LiveOutput, min: number): Promise<Refusal | null> {
    const { run, account, member, kind, estimate_credits } = this.#run;
    this.#unanswered.set(output, min);
    const answer = await this.#context.ledger.execute({
      op: 'hold',
      account,
      key: ownKey(`hold:${output.output}`),
      actor: this.#options.actor,
      credits: estimate_credits,
      member,
      mode: 'up_to',
      min,
      ttl_s: HOLD_TTL_S,
      run,
      source: kind,
    });
    this.#unanswered.delete(output);
    if (!answer.ok) return answer.refusal;
    const step = Math.max(USUAL_STEP, Math.ceil(estimate_credits / 2));
    this.#funds.set(output, {
      step,
      max_step: kind === 'api' ? Math.max(step, LONGEST_STEP) : step,
      ask_below: Math.ceil(step / 3),
      asking: null,
      is_dry: false,
      extends: 0,
      unanswered: null,
      is_cut_off: false,
      funded_at: this.#context.now(),
      ending: null,
    });
    const { hold, held } = answer.reply.body as { hold: string; held: number };
    output.hold = hold;
    output.held = held;
    this.#context.delivered.open(account, output.output, hold);
    this.#available = availableIn(answer);
    return null;
  }

  /** Waits in turn until the output can begin. Returns null, or why it can't. */
  async admitInTurn(output: LiveOutput): Promise<Ending | null> {
    for (let failures = 0; output.ending === null;) {
      const is_alone = this.#options.is_whole || this.#funds.size === 0;
      const turn = this.#turn.promise;
      const min = this.#unanswered.get(output) ?? (is_alone ? 1 : this.#run.estimate_credits);
      try {
        const refusal = await this.admit(output, min);
        if (refusal === null) return null;
        if (!SHORTAGES.has(refusal.code) || (is_alone && min === 1)) return refused(refusal);
        if (!is_alone) await Promise.race([turn, output.stopped]);
      } catch (error) {
        if (!isPassing(error) || ++failures > RETRIES) return this.#unreachable(output, error);
        await this.#context.sleep(RETRY_MS * 2 ** failures, output.signal);
      }
    }
    return output.ending;
  }

  /** Credits that could still be spent when the ledger was last asked. */
  get available(): number {
    return this.#available;
  }

  get estimate_credits(): number {
    return this.#run.estimate_credits;
  }

  /** Asks for the next step while there are still words left, so that the text never waits for it. */
  askEarly(output: LiveOutput): void {
    const funds = this.#funds.get(output)!;
    if (funds.is_dry || output.held - output.counted > funds.ask_below) return;
    void this.#ask(output, funds, null);
  }

  /** Renews the life of a hold that was not grown for long (H2). */
  renew(output: LiveOutput): void {
    const funds = this.#funds.get(output);
    if (funds !== undefined && this.#context.now() - funds.funded_at > RENEW_MS)
      void this.#ask(output, funds, 1);
  }

  /** Resolves with null once more than `limit` credits are held, or with why nothing more can be had. */
  async more(output: LiveOutput, limit: number): Promise<Ending | null> {
    const funds = this.#funds.get(output)!;
    for (let failures = 0; ;) {
      const turn = this.#turn.promise;
      await this.#ask(output, funds, null);
      if (output.ending !== null) return output.ending;
      if (output.held > limit) return null;
      if (funds.ending !== null) return funds.ending;
      if (funds.is_cut_off) {
        if (++failures > RETRIES) return outOfReach();
        await this.#context.sleep(RETRY_MS * 2 ** failures, output.signal);
      } else if (this.#isAnyoneWriting(output)) {
        this.#starving.add(output);
        await Promise.race([turn, output.stopped]);
        this.#starving.delete(output);
      } else {
        const why = await this.#whyNothing(output);
        if (why !== null) return why;
      }
    }
  }

  /** The output's hold is resolved: what it returned is there for its siblings. */
  over(output: LiveOutput): void {
    this.#funds.delete(output);
    const turn = this.#turn;
    this.#turn = Promise.withResolvers();
    turn.resolve();
  }

  #isAnyoneWriting(output: LiveOutput): boolean {
    if (this.#options.is_whole) return false;
    for (const other of this.#funds.keys()) if (other !== output && !this.#starving.has(other)) return true;
    return false;
  }

  /** One at a time an output. Never rejects: what was not answered is asked again. */
  #ask(output: LiveOutput, funds: Funds, credits: number | null): Promise<void> {
    funds.asking ??= this.#extend(output, funds, credits)
      .catch((error: unknown) => {
        if (!isPassing(error)) funds.ending = this.#unreachable(output, error);
        else this.#context.log.warn({ output: output.output, err: error }, 'A hold could not be extended');
        funds.is_cut_off = true;
      })
      .finally(() => {
        funds.asking = null;
      });
    return funds.asking;
  }

  async #extend(output: LiveOutput, funds: Funds, wanted: number | null): Promise<void> {
    funds.ending = null;
    funds.is_cut_off = false;
    funds.unanswered ??= wanted ?? (await this.#share(funds.step));
    const credits = funds.unanswered;
    const answer = await this.#context.ledger.execute(this.#extendCommand(output, funds, credits));
    funds.unanswered = null;
    if (!answer.ok) {
      funds.ending = refused(answer.refusal);
      return;
    }
    const { added, held } = answer.reply.body as { added: number; held: number };
    funds.extends += 1;
    funds.funded_at = this.#context.now();
    output.held = held;
    this.#available = availableIn(answer);
    this.#room -= added;
    if (wanted !== null) return;
    funds.is_dry = added === 0;
    funds.ask_below = Math.ceil(added / 3);
    funds.step = Math.min(2 * funds.step, funds.max_step);
  }

  #extendCommand(output: LiveOutput, funds: Funds, credits: number): Command {
    return {
      op: 'extend',
      account: this.#run.account,
      key: ownKey(`extend:${output.output}:${funds.extends}`),
      actor: this.#options.actor,
      hold: output.hold!,
      credits,
      mode: 'up_to',
      ttl_s: HOLD_TTL_S,
    };
  }

  /** The next step: a whole one while credits are plentiful, else a fair share of what is there. */
  async #share(step: number): Promise<number> {
    const writing = Math.max(1, this.#funds.size);
    if (Math.min(this.#available, this.#room) >= PLENTY_STEPS * step * writing) return step;
    const loaded = await this.#context.ledger.reads.load(this.#run.account);
    if (loaded === undefined) return step;
    this.#available = this.#context.ledger.reads.balanceOf(loaded).available;
    this.#room = memberView(loaded.state, this.#run.member).left ?? Number.POSITIVE_INFINITY;
    const share = Math.floor(Math.min(this.#available, this.#room) / writing);
    return Math.min(step, Math.max(MIN_STEP, share));
  }

  /** The refusal that stands in the way of one more credit; null if there is none any more. */
  async #whyNothing(output: LiveOutput): Promise<Ending | null> {
    const { ledger } = this.#context;
    try {
      const loaded = await ledger.reads.load(this.#run.account);
      if (loaded === undefined) return outOfReach();
      const asked = { credits: 1, member: this.#run.member, mode: 'up_to' } as const;
      const { refusal } = ledger.reads.explain(loaded, asked);
      return refusal === null ? null : refused(refusal);
    } catch (error) {
      return this.#unreachable(output, error);
    }
  }

  #unreachable(output: LiveOutput, error: unknown): Ending {
    this.#context.log.error(
      { output: output.output, err: error },
      'The credits of an output are out of reach',
    );
    return outOfReach();
  }
}

const isPassing = (error: unknown): boolean => error instanceof OverloadedError || isOutOfReach(error);

const availableIn = (answer: Answer & { ok: true }): number =>
  (answer.reply.body as { balance: { available: number } }).balance.available;
