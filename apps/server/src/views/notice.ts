import { type Entry, instantText } from '@inkwell/engine';
import { factsOf } from './entry.ts';

/** A notice as the contract shows it. `cycle` is the one in which it was made. */
export function noticeView(account: string, entry: Entry, cycle: number) {
  const { notice, cycle: _cycle, ...figures } = factsOf(account, entry.facts);
  return { notice, seq: entry.seq, at: instantText(entry.at), cycle, figures };
}
