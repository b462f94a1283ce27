import { describe, expect, it } from 'vitest';
import { readLine } from '../src/features/write/output-text.tsx';
import { type RunState, applyEvent, progress, starting } from '../src/features/write/run-state.ts';
import {
  barSentence,
  costBefore,
  downvoteWords,
  endSentence,
  expectedReply,
  inputsLine,
  refusalSentence,
  undoRefused,
} from '../src/features/write/sentences.ts';
import type { RunEvent } from '../src/shared/api/types.ts';
import { balanceWith } from './balance.ts';

const reader = { resets: '5 Dec', cap: 3_000 };

function after(events: readonly RunEvent[], outputs = 1): RunState {
  const first = starting('key', { kind: 'command', input: 'ferns', length: 'm', outputs }, 50);
  return events.reduce(applyEvent, first);
}

const run = (outputs: number): RunEvent => ({
  event: 'run',
  data: {
    run: 'r',
    created_at: '2026-11-22T12:00:00.000Z',
    outputs: Array.from({ length: outputs }, (_, index) => ({ output: `o${index}`, index })),
    estimate_credits: 50 * outputs,
    model: 'demo',
    is_demo: true,
  },
});
const text = (output: string, added: string, words: number): RunEvent => ({
  event: 'text',
  data: { output, text: added, words },
});
type Settled = Extract<RunEvent, { event: 'settled' }>['data'];
const settled = (output: string, words: number, finish: Settled['finish'] = 'done'): RunEvent => ({
  event: 'settled',
  data: { output, words, charged: words, shortfall: 0, finish, detail: null },
});

describe('what a template was asked', () => {
  it('stands in one line, without a colon behind a question', () => {
    const input = 'What is it about?: ferns\nKeywords: light, water';
    expect(inputsLine(input)).toBe('What is it about? ferns · Keywords: light, water');
  });
});

describe('a run', () => {
  it('takes the text of each output apart and counts what the server counts', () => {
    const state = after(
      [run(2), text('o0', 'Ferns ', 1), text('o1', 'Moss', 1), text('o0', 'forgive.', 2)],
      2,
    );
    expect(state.outputs.map((output) => output.text)).toEqual(['Ferns forgive.', 'Moss']);
    expect(progress(state)).toEqual({ words: 3, credits: 3, done: 0, all: 2 });
  });

  it('ignores events of outputs that it does not know', () => {
    const state = after([run(1)]);
    expect(applyEvent(state, text('other', 'x', 1))).toEqual(state);
  });

  it('says how far it is', () => {
    expect(barSentence(after([run(1), text('o0', '…', 37)]))).toBe('37 words, 37 credits');
    const many = after([run(4), settled('o0', 48), text('o1', '…', 2)], 4);
    expect(barSentence(many)).toBe('1 of 4 done, 50 credits');
  });
});

describe('what a run would cost', () => {
  it('is said before it runs', () => {
    expect(costBefore('m', 1, 18_580).sentence).toBe('about 50 credits, 18,580 left');
    expect(costBefore('l', 3, 18_580).sentence).toBe('3 × about 100 = about 300 credits, 18,580 left');
    expect(costBefore(null, 1, 18_580).sentence).toBe('up to about 300 credits, 18,580 left');
  });

  it('names how many would finish when not all will', () => {
    const cost = costBefore('l', 10, 640);
    expect(cost.suggest).toBe(6);
    expect(cost.sentence).toBe('10 × 100 needs about 1,000; you have 640. About 6 will finish.');
    expect(costBefore('m', 1, 12)).toEqual({
      sentence: 'Needs about 50; you have 12. The text stops after about 12 words.',
      suggest: null,
    });
  });
});

describe('how an output ended', () => {
  const ended = (words: number, finish: Settled['finish'], dropped = false) => {
    const output = after([run(1), settled('o0', words, finish)]).outputs[0];
    return output ? endSentence(output, reader, dropped) : undefined;
  };

  it('is not said when it simply ended', () => {
    expect(ended(48, 'done')).toBeNull();
  });

  it.each([
    [31, 'stopped', 'Stopped. 31 credits for 31 words.'],
    [1, 'stopped', 'Stopped. 1 credit for 1 word.'],
    [22, 'model_error', 'The model stopped early. You paid only for these 22 words.'],
    [37, 'out_of_credits', 'Credits ran out after 37 words. Resets 5 Dec.'],
    [37, 'member_cap', 'You’ve reached your 3,000 for this cycle. Ask an owner.'],
  ] as const)('%i words, %s', (words, finish, sentence) => {
    expect(ended(words, finish)).toBe(sentence);
  });

  it('tells a dropped connection from a stop', () => {
    expect(ended(31, 'stopped', true)).toBe('31 words arrived before the connection dropped.');
  });

  it.each([
    ['model_error', "The model didn't answer.", "The model didn't answer. Nothing was charged."],
    [
      'invalid_request',
      'The demo writer writes English only.',
      'The demo writer writes English only. Nothing was charged.',
    ],
    ['insufficient_credits', 'x', 'No credits left. Resets 5 Dec.'],
    ['member_cap_reached', 'x', 'You’ve reached your 3,000 for this cycle. Ask an owner.'],
    ['invalid_state', 'x', 'Stopped. Nothing was charged.'],
  ] as const)('before any text, by %s, cost nothing', (code, detail, sentence) => {
    const failed: RunEvent = {
      event: 'failed',
      data: { output: 'o0', code, detail, words: 0, charged: 0, problem: null },
    };
    const output = after([run(1), failed]).outputs[0];
    expect(output && endSentence(output, reader, false)).toBe(sentence);
  });

  it('explains a refusal', () => {
    expect(refusalSentence('insufficient_credits', '', reader)).toBe('No credits left. Resets 5 Dec.');
    expect(refusalSentence('account_canceled', '', reader)).toBe(
      'The plan is canceled. An owner can start it again under Billing.',
    );
    expect(refusalSentence('account_canceled', '', { ...reader, waits: true })).toBe(
      'The trial has not started: it waits for its owner’s mail address to be confirmed.',
    );
    expect(refusalSentence('network_error', '', reader)).toBe(
      'The server can’t be reached. Kept on this device.',
    );
  });
});

describe('a downvote', () => {
  const reply = (change: object) => ({ ...expectedReply(48, balanceWith()), ...change });
  const said = (change: object, charged = 48) => {
    const { strong, rest } = downvoteWords(reply(change), charged, '5 Dec');
    return `${strong} ${rest}`;
  };

  it('tells at once what will most likely come back', () => {
    expect(said({})).toBe('48 credits back. 8,712 left to refund this cycle.');
    expect(expectedReply(48, balanceWith({ refunds: { cap: 100, used: 80, left: 20 } }))).toMatchObject({
      refunded: 20,
      capped: 28,
    });
  });

  it('tells a partial, a capped and an expired refund apart', () => {
    const refunds = { cap: 10_000, used: 10_000, left: 0 };
    expect(said({ refunded: 20, capped: 28, refunds })).toBe(
      '20 of 48 back: that reaches this cycle’s 10,000 refund limit.',
    );
    expect(said({ refunded: 0, capped: 48, refunds })).toBe('Vote recorded. No refund left until 5 Dec.');
    expect(said({ refunded: 0, expired: 48 })).toBe(
      'Vote recorded. Those 48 belonged to last cycle and expired with it.',
    );
    expect(said({ refunded: 0 }, 0)).toBe('Vote recorded. This output was free.');
  });

  it('says what an undo would need', () => {
    expect(undoRefused(48, 12)).toBe('Undo needs 48 credits; 12 left.');
  });
});

describe('a line of generated text', () => {
  it.each([
    ['## Light', 'heading', '', 'Light'],
    ['**Water**', 'heading', '', 'Water'],
    ['- a **dry** soil', 'item', '•', 'a dry soil'],
    ['12. Fern', 'item', '12.', 'Fern'],
    ['2026. A year', 'plain', '', '2026. A year'],
    ['<b>no</b>', 'plain', '', '<b>no</b>'],
    ['  ', 'blank', '', ''],
  ])('%s', (line, kind, mark, said) => {
    expect(readLine(line)).toEqual({ kind, mark, text: said });
  });
});
