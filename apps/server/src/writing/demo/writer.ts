import { countWords } from '@inkwell/words';
import { WriterError } from '../writer.ts';
import type { ModelEnd, WriteRequest, Writer } from '../writer.ts';
import { chunksOf } from './chunks.ts';
import { compose } from './compose.ts';
import { cut, ignoredOf } from './cut.ts';
import { wantsAnotherLanguage } from './foreign.ts';
import { hash, rngFrom } from './seed.ts';

/** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

interface DemoWriterOptions {
  sleep?: Sleep;
  /** 1 is the pace of a quick model; 10 is ten times as fast. */
  speed?: number;
}

const START_MS = 250;
const MIN_WORDS_PER_S = 22;
const MAX_WORDS_PER_S = 40;

/** The writer that needs no model: a deterministic grammar, offline, English only. */
export function createDemoWriter(options: DemoWriterOptions = {}): Writer {
  const sleep = options.sleep ?? systemSleep;
  const speed = options.speed ?? 1;
  return { id: 'demo', is_demo: true, write: (request) => stream(request, sleep, speed) };
}

async function* stream(
  request: WriteRequest,
  sleep: Sleep,
  speed: number,
): AsyncGenerator<string, ModelEnd | void> {
  if (request.signal.aborted) return;
  if (wantsAnotherLanguage(request)) {
    throw new WriterError('language_unsupported', 'The demo writer writes English only');
  }
  const settings = request.settings ?? {};
  const { text, reason } = cut(compose(request), settings);
  const rng = rngFrom(hash(`${text}|${request.output_index}|${request.attempt}`));
  const words_per_s = (MIN_WORDS_PER_S + rng() * (MAX_WORDS_PER_S - MIN_WORDS_PER_S)) * speed;
  await sleep(START_MS / speed, request.signal);
  for (const chunk of chunksOf(text, rng)) {
    if (request.signal.aborted) return;
    yield chunk;
    await sleep((countWords(chunk) / words_per_s) * 1000, request.signal);
  }
  return { reason, usage: null, ignored: ignoredOf(settings) };
}

const systemSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
