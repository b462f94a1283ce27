import { textDigest } from '@inkwell/engine';
import type { Command, KeyedCommand } from '@inkwell/ledger';
import { COUNTER_VERSION, countWords } from '@inkwell/words';
import type { Finish } from '@inkwell/contract';
import { newId } from '../runs/ids.ts';
import type { OutputRow, RunGiven, RunRow } from '../runs/store.ts';
import { estimate } from '../writing/estimate.ts';
import { buildMessages } from '../writing/prompt.ts';
import { type Ask, askOf, longAsk, requestOf, textsOf } from './asks.ts';
import * as calendar from './calendar.ts';
import { DOWNVOTED, JUNS_CAP, PEOPLE, RUNS, TRIAL, WORDS, WORDS_A_PAST_RUN, shopKeyOf } from './figures.ts';

const { DAY_MS, HOUR_MS, MINUTE_MS, chance } = calendar;

/** How long a run takes to be written, and the credits that a hold rounds up to. */
const WRITING_MS = 12_000;
const HOLD_STEP = 20;
const LONGEST_CHARGE = 600;

/** A command without the account and the key. */
type Asked<C> = C extends KeyedCommand ? Omit<C, 'account' | 'key'> : never;

export interface Step {
  at: number;
  /** A settle is told the hold that an earlier step has made for its output. */
  command: (holds: ReadonlyMap<string, string>) => Command;
  /** The output that this step makes a hold for. */
  holds_for?: string;
}

/** What somebody did in the app that moves credits too. */
export interface Act {
  at: number;
  act: () => Promise<void>;
}

export interface SeededOutput extends Omit<
  OutputRow,
  'hold' | 'text_sha256' | 'detail' | 'code' | 'shortfall' | 'model_end'
> {
  vote_reason: string | null;
  share_text: boolean;
}

interface Written {
  at: number;
  member: string;
  words: number;
  /** Cut to the word, and how the last output ended then. */
  exact?: Finish;
  /** No credit more is set aside than is spent: the person's cap is near. */
  tight?: boolean;
}

const bytesOf = (name: string): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, n) => Math.floor(chance(`${name} ${n}`) * 256));

/** What happened to one account, in steps for its ledger and rows for the app. */
export class Script {
  readonly steps: Step[] = [];
  readonly runs: (RunRow & RunGiven & { process: string; seen_at: number })[] = [];
  readonly outputs: SeededOutput[] = [];
  readonly #account: string;
  #count = 0;

  constructor(account: string) {
    this.#account = account;
  }

  #key(): { account: string; key: string } {
    return { account: this.#account, key: `seed-${(this.#count += 1)}` };
  }

  /** One command of its own. */
  do(at: number, command: Asked<KeyedCommand>): void {
    const whole = { ...command, ...this.#key() } as KeyedCommand;
    this.steps.push({ at, command: () => whole });
  }

  /** A charge by the shop's own script, with a key. */
  charge(at: number, member: string, words: number): void {
    const output = `page-${(this.#count += 1)}`;
    const labels = ['shop script'];
    const actor = `key:${shopKeyOf(this.#account)}`;
    this.do(at, { op: 'charge', output, member, source: 'api', words, labels, actor });
  }

  /** A run with its texts: each output has its own hold and its own charge (C3). Answers with its outputs. */
  write(written: Written): SeededOutput[] {
    const { at, words, exact } = written;
    const name = `${this.#account} run ${this.runs.length}`;
    const ask = exact === undefined ? askOf(name) : longAsk(name);
    const texts = textsOf(ask, words, exact !== undefined);
    const run = newId('run', at, bytesOf(name));
    this.runs.push(this.#runRow(run, ask, written, texts.length));
    const outputs = texts.map((text, idx): SeededOutput => {
      const output = newId('out', at, bytesOf(`${name} output ${idx}`));
      const is_cut = exact !== undefined && idx === texts.length - 1;
      const counted = countWords(text);
      const finish = is_cut ? exact : 'done';
      const row = { run, output, idx, text, words: counted, charged: counted, finish };
      return { ...row, state: 'settled', vote_reason: null, share_text: false };
    });
    for (const output of outputs) this.#charged(output, ask, written);
    this.outputs.push(...outputs);
    return outputs;
  }

  #charged({ run, output, text, words }: SeededOutput, ask: Ask, { at, member, tight }: Written): void {
    const actor = `member:${member}`;
    const about = Math.max(words, estimate(requestOf(ask, 0)));
    const credits = tight === true ? words : Math.ceil(about / HOLD_STEP) * HOLD_STEP;
    const hold = { op: 'hold', credits, member, mode: 'up_to', run, source: ask.kind, actor } as const;
    const held = { ...hold, account: this.#account, key: `hold:${output}` };
    this.steps.push({ at, command: () => held, holds_for: output });
    const counted = { counter: COUNTER_VERSION, text_sha256: textDigest(text) };
    const settle = { op: 'settle', output, words, counted, actor } as const;
    this.steps.push({
      at: at + WRITING_MS,
      command: (holds) => ({
        ...settle,
        account: this.#account,
        key: `settle:${output}`,
        hold: holds.get(output) ?? '',
      }),
    });
  }

  #runRow(run: string, ask: Ask, { at, member }: Written, outputs: number) {
    const { kind, length, template, inputs, request } = ask;
    const first = requestOf(ask, 0);
    return {
      run,
      account: this.#account,
      member,
      kind,
      input: request.instruction,
      length,
      tone: null,
      language: null,
      template,
      inputs,
      outputs,
      retry_of: null,
      document: null,
      context: null,
      brief: null,
      prompt: buildMessages(first),
      fingerprint: null,
      attempt: 0,
      model: 'demo',
      is_demo: true,
      estimate_credits: Math.max(1, estimate(first)),
      idempotency_key: null,
      created_at: at,
      keeps_text: true,
      process: 'seed',
      seen_at: at + WRITING_MS,
    };
  }

  vote(at: number, member: string, output: SeededOutput, vote: 'up' | 'down', reason: string | null): void {
    output.vote_reason = reason;
    const said = reason === null ? {} : { reason };
    this.do(at, { op: 'vote', vote, output: output.output, member, ...said, actor: `member:${member}` });
  }
}

/** One person's runs of a cycle: about as long as each other, the last one cut so that the sum is exact. */
function writeCycle(
  told: Script,
  { member, words, when, last }: { member: string; words: number; when: number[]; last: Finish },
) {
  const tight = last === 'member_cap';
  let left = words;
  for (const [n, at] of when.entries()) {
    const is_last = n === when.length - 1;
    const share = Math.round(
      (left / (when.length - n)) * (is_last ? 1 : 0.7 + 0.6 * chance(`${member} ${at}`)),
    );
    const outputs = told.write({ at, member, words: share, tight, ...(is_last && { exact: last }) });
    left -= outputs.reduce((sum, output) => sum + output.words, 0);
    const [first] = outputs;
    if (!is_last && first !== undefined && chance(`${member} likes ${n}`) < 0.3)
      told.vote(at + MINUTE_MS, member, first, 'up', null);
  }
  if (left !== 0) throw new Error(`${member} wrote ${left} words less than the demo says.`);
}

/** All that happened at Juniper & Co. */
export function juniper(account: string, now: number): Script {
  const starts = calendar.cycleStarts(now);
  const told = new Script(account);
  told.do(starts[0], { op: 'create_account', plan: 'pro', time_zone: 'UTC', actor: 'system' });
  told.do(starts[0] + 1, { op: 'set_member_cap', member: 'jun', cap: JUNS_CAP, actor: 'member:ines' });
  for (const [cycle, words] of WORDS.entries()) {
    const ends_at = starts[cycle + 1] ?? now;
    const when = calendar.moments(starts[cycle]!, ends_at);
    for (const { member } of PEOPLE) {
      const runs = RUNS[cycle]![member];
      const is_now = cycle === starts.length - 1;
      const written = is_now ? words[member] : runs * WORDS_A_PAST_RUN;
      const last = is_now && member === 'jun' ? 'member_cap' : 'stopped';
      const at = calendar.spread(when, runs, `${member} in ${cycle}`);
      writeCycle(told, { member, words: written, when: at, last });
      for (const share of calendar.shares(
        words[member] - written,
        `${member} in ${cycle}`,
        is_now ? [] : when,
      ))
        for (let left = share.words; left > 0; left -= LONGEST_CHARGE)
          told.charge(share.at, member, Math.min(left, LONGEST_CHARGE));
    }
  }
  for (const { day, member, words, reason } of DOWNVOTED) {
    const at = starts[2] + day * DAY_MS + 3 * HOUR_MS;
    for (const output of told.write({ at, member, words, exact: 'stopped' })) {
      output.share_text = reason === 'Incorrect';
      told.vote(at + 2 * MINUTE_MS, member, output, 'down', reason);
    }
  }
  return told;
}

/** What happened in the workspace on trial. */
export function trial(account: string, now: number): Script {
  const began = calendar.trialStart(now);
  const told = new Script(account);
  told.do(began, { op: 'create_account', plan: 'pro', trial: true, time_zone: 'UTC', actor: 'system' });
  for (const [index, words] of TRIAL.words.entries())
    told.write({
      at: began + (index + 2) * 8 * HOUR_MS,
      member: TRIAL.owner.member,
      words,
      exact: 'stopped',
    });
  return told;
}
