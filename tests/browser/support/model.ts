import type { ServerResponse } from 'node:http';
import { begin, finish, say, startFakeModel } from '../../../apps/server/test/writing/fake-model.ts';

/** A model that writes what the test tells it to, and when. */
export interface Model {
  /** For the server's environment. */
  env: Record<string, string>;
  /** How each next answer goes, until told otherwise. */
  answer: (response: ServerResponse) => void | Promise<void>;
  close(): Promise<void>;
}

export async function openModel(): Promise<Model> {
  const fake = await startFakeModel((response) => model.answer(response));
  const model: Model = {
    env: {
      INKWELL_MODEL: 'openai-compatible:test',
      INKWELL_MODEL_BASE_URL: fake.base_url,
    },
    answer: (response) => {
      begin(response);
      finish(response);
    },
    close: () => fake.close(),
  };
  return model;
}

const wordsFrom = (at: number, n: number) =>
  Array.from({ length: n }, (_, i) => `word${at + i}`).join(' ') + ' ';

/** Writes `n` words, a few at a time, and comes to its end. */
export function writes(n: number): Model['answer'] {
  return async (response) => {
    begin(response);
    for (let at = 0; at < n; at += 4) {
      say(response, wordsFrom(at, Math.min(4, n - at)));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    finish(response);
  };
}

/** Writes `n` words and then keeps the line open until the reader hangs up. */
export function holdsAfter(n: number): Model['answer'] {
  return (response) => {
    begin(response);
    say(response, wordsFrom(0, n));
  };
}

/** Writes `n` words and breaks off. With 0 it refuses at once. */
export function breaksAfter(n: number): Model['answer'] {
  return (response) => {
    if (n === 0) {
      response.writeHead(400).end();
      return;
    }
    begin(response);
    say(response, wordsFrom(0, n));
    setTimeout(() => response.destroy(), 100);
  };
}
