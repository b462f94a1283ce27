import { useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import { accept, currentBalance } from '../../shared/api/live.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { Vote, VoteReply } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { type VoteWords, downvoteWords, expectedReply, resetsOn, undoRefused } from './sentences.ts';

export interface VoteState {
  readonly vote: Vote;
  /** What came of the downvote, while it stands. */
  readonly words: VoteWords | null;
  readonly tips: readonly string[];
  readonly refusal: string | null;
  readonly reason: string | null;
  /** The support team may read the text. */
  readonly shared: boolean;
  readonly busy: boolean;
}

interface Output {
  readonly output: string;
  readonly charged: number;
  readonly refunded: number;
  readonly vote: Vote;
}

/**
 * A vote that answers at once with what the server will most likely say, then with what it did say. A vote that
 * the server refuses is taken back, with the reason.
 */
export function useVote(output: Output, voted: (vote: Vote) => void) {
  const [state, setState] = useState<VoteState>({
    vote: output.vote,
    words: null,
    tips: [],
    refusal: null,
    reason: null,
    shared: false,
    busy: false,
  });
  const [back, setBack] = useState(output.refunded);

  const cast = async (next: Vote, reason: string | null = null, share = state.shared) => {
    const shared = next === 'down' && share;
    const before = state;
    const balance = currentBalance();
    const first = next === 'down' && before.vote !== 'down';
    const guess =
      first && balance
        ? downvoteWords(expectedReply(output.charged, balance), output.charged, resetsOn(balance))
        : null;
    setState({
      ...before,
      vote: next,
      words: next === 'down' ? (guess ?? before.words) : null,
      refusal: null,
      reason,
      shared,
      busy: true,
    });
    if (guess) announce(guess.strong);
    try {
      const reply = await app.outputs.vote(
        output.output,
        { vote: next, reason, share_text: shared },
        { idempotency_key: newKey() },
      );
      accept(reply.balance);
      voted(reply.vote);
      if (first) setBack(reply.refunded);
      setState((now) => ({ ...now, ...settled(reply, output.charged, first, now), busy: false }));
      await queryClient.invalidateQueries({ queryKey: ['receipt', output.output] });
      await queryClient.invalidateQueries({ queryKey: ['runs'] });
    } catch (cause) {
      setState({ ...before, busy: false, refusal: refused(cause, back) });
    }
  };
  return { state, cast };
}

function settled(reply: VoteReply, charged: number, first: boolean, now: VoteState): Partial<VoteState> {
  if (reply.vote !== 'down') {
    if (reply.charged_back > 0) announce('Undone.');
    return { words: null };
  }
  if (!first) return { tips: reply.tips.length > 0 ? reply.tips : now.tips };
  return { words: downvoteWords(reply, charged, resetsOn(reply.balance)), tips: reply.tips };
}

function refused(cause: unknown, back: number): string {
  if (!(cause instanceof InkwellError)) throw cause;
  if (cause.code === 'insufficient_credits') return undoRefused(back, currentBalance()?.left ?? 0);
  if (cause.code === 'network_error') return 'The server can’t be reached. The vote was not recorded.';
  return cause.message;
}
