import type { ErrorCode, Problem } from './errors.ts';
import type { JsonObject } from './openapi-components.ts';

/** Refusals as OpenAI's clients read them: its four members, and ours whole beside them. */
export interface OpenAiError {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string;
    inkwell: Problem;
  };
}

interface Words {
  type: string;
  code: string;
}

const REQUEST = 'invalid_request_error';
const NO_CREDITS: Words = { type: 'insufficient_quota', code: 'insufficient_quota' };

/** OpenAI's words for our codes, where it has any; others keep ours. */
const WORDS: Partial<Record<ErrorCode, Words>> = {
  unauthorized: { type: REQUEST, code: 'invalid_api_key' },
  route_not_found: { type: REQUEST, code: 'unknown_url' },
  insufficient_credits: NO_CREDITS,
  bonus_locked_in_trial: NO_CREDITS,
  member_cap_reached: NO_CREDITS,
  account_paused: NO_CREDITS,
  account_canceled: NO_CREDITS,
  rate_limited: { type: 'requests', code: 'rate_limit_exceeded' },
};

const FIRST_SERVER_STATUS = 500;

const wordsOf = ({ code, status }: Problem): Words =>
  WORDS[code] ?? { type: status < FIRST_SERVER_STATUS ? REQUEST : 'server_error', code };

/** `body.messages.0.content` as OpenAI writes it: `messages[0].content`. */
const paramOf = (field: string): string =>
  field.replace(/^(?:body|params|query)\./, '').replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');

/** A problem in OpenAI's shape. The status stays the problem's. */
export function openAiErrorOf(problem: Problem): OpenAiError {
  const [wrong] = problem.errors ?? [];
  const param = wrong === undefined ? null : paramOf(wrong.field);
  const message = wrong === undefined ? problem.detail : `${param}: ${wrong.message}`;
  const named = param ?? (problem.code === 'model_not_found' ? 'model' : null);
  return { error: { message, ...wordsOf(problem), param: named, inkwell: problem } };
}

/** That shape in the OpenAPI document. */
export function openAiErrorSchema(): JsonObject {
  const text = { type: 'string' };
  return {
    type: 'object',
    description: 'Why a request was refused, in OpenAI’s shape. A refused request changed nothing.',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['message', 'type', 'param', 'code', 'inkwell'],
        properties: {
          message: text,
          type: text,
          param: { type: ['string', 'null'], description: 'The field that is wrong.' },
          code: { ...text, description: 'OpenAI’s word for it where it has one, otherwise ours.' },
          inkwell: { $ref: '#/components/schemas/Problem' },
        },
      },
    },
  };
}
