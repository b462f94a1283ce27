import { type ErrorCode, type Figures, type Finish, type Problem, problemOf } from '@inkwell/contract';
import type { Refusal } from '@inkwell/engine';
import { WriterError, type WriterErrorCode } from '../writing/writer.ts';
import type { Ending } from './types.ts';

export const NO_ANSWER = "The model didn't answer.";
const FREE = 'Nothing was charged.';

export const problemOfRefusal = ({ code, detail, figures }: Refusal): Problem =>
  problemOf(code, detail, figures as Figures);

const ended = (
  finish: Finish,
  code: ErrorCode,
  detail: string | null,
  cause: WriterErrorCode | null = null,
): Ending => ({
  finish,
  detail,
  code,
  cause,
  problem: problemOf(code, `${detail ?? NO_ANSWER} ${FREE}`),
});

export const done = (): Ending => ({ ...ended('done', 'model_error', NO_ANSWER), detail: null });

export const tooLong = (): Ending => ended('too_long', 'model_error', 'The model did not stop by itself.');

/** The reader stopped, or hung up, or the server closes: nothing went wrong. */
export const stopped = (detail: string | null): Ending => ({
  finish: 'stopped',
  detail,
  code: 'invalid_state',
  cause: null,
  problem: null,
});

export const outOfReach = (): Ending =>
  ended('stopped', 'unavailable', 'The credits could not be reached for the moment.');

/** Why no credits, or no more of them, can be had. */
export function refused(refusal: Refusal): Ending {
  const { code, detail } = refusal;
  const finishes: Partial<Record<ErrorCode, Finish>> = {
    member_cap_reached: 'member_cap',
    insufficient_credits: 'out_of_credits',
    bonus_locked_in_trial: 'out_of_credits',
  };
  const problem = problemOfRefusal(refusal);
  return { finish: finishes[code] ?? 'stopped', detail, code, cause: null, problem };
}

/** What the writer threw. Its own errors carry a sentence for readers; anything else is told in general. */
export function failed(error: unknown): Ending {
  if (!(error instanceof WriterError)) return ended('model_error', 'model_error', NO_ANSWER);
  const message = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
  const code = error.code === 'language_unsupported' ? 'invalid_request' : 'model_error';
  return ended('model_error', code, message, error.code);
}

export const stalled = (): Ending =>
  ended('model_error', 'model_error', 'The model fell silent.', 'model_stalled');

/** Whether the text lacks an end that it should have had: neither the model nor the credits have ended it. */
export const isBroken = ({ finish }: Pick<Ending, 'finish'>): boolean =>
  finish === 'model_error' || finish === 'stopped';
