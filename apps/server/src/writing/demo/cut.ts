import { createWordCounter } from '@inkwell/words';
import type { ModelEnd, ModelSettings } from '../writer.ts';

/** What a conversation's settings leave of a text. The demo writer's tokens are words. Pure. */
export function cut(
  text: string,
  { stop = [], max_tokens = Infinity }: ModelSettings,
): { text: string; reason: ModelEnd['reason'] } {
  const ends = stop.map((sequence) => text.indexOf(sequence)).filter((at) => at >= 0);
  const kept = text.slice(0, Math.min(text.length, ...ends));
  const counter = createWordCounter();
  const within = kept.slice(0, counter.pushUpTo(kept, max_tokens));
  return counter.refused ? { text: within, reason: 'length' } : { text: kept, reason: 'stop' };
}

/** What is asked of a model and means nothing to a grammar. */
export const ignoredOf = ({ stop: _stop, max_tokens: _max_tokens, ...others }: ModelSettings) =>
  (Object.keys(others) as (keyof typeof others)[]).filter((name) => others[name] !== undefined);
