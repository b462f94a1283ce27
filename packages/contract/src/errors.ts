/**
 * Every code that a refusal or an HTTP failure can carry, in one table: status, title, what happened and what to
 * do. The pages under `/docs/errors/CODE` are made from it. No zod here, so a browser may import it.
 */

import type { Figures, Problem } from './problem.ts';

export type { FieldError, Figures, Problem } from './problem.ts';

interface ErrorRow {
  readonly status: number;
  readonly title: string;
  /** What happened, in one sentence. */
  readonly meaning: string;
  /** What the caller can do about it. */
  readonly remedy: string;
}

export const ERRORS = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    meaning: 'A field, parameter or header is missing, unknown or out of its range, or the body is not JSON.',
    remedy: 'Read `errors`: it names each field and what it must be. Correct the request and send it again.',
  },
  unauthorized: {
    status: 401,
    title: 'Sign in or send a key',
    meaning: 'The request carries no key and no session, or one that is unknown, revoked or over.',
    remedy: 'Send `Authorization: Bearer KEY` with a key that is in force, or sign in again.',
  },
  not_allowed: {
    status: 403,
    title: 'Not allowed',
    meaning: 'The key or the person is known, but this act is kept for someone else.',
    remedy: 'Use an operator key, or ask an owner or admin of the workspace.',
  },
  account_not_found: {
    status: 404,
    title: 'No such account',
    meaning: 'There is no account of this id, or it belongs to somebody else.',
    remedy: 'Check the id and whose key you use. `PUT /v1/accounts/{account}` makes an account.',
  },
  plan_not_found: {
    status: 404,
    title: 'No such plan',
    meaning: 'The catalogue has no plan of this id.',
    remedy: 'Take the `id` of a plan listed by `GET /v1/plans`.',
  },
  grant_not_found: {
    status: 404,
    title: 'No such grant',
    meaning: 'The account has no grant of this id.',
    remedy: 'Take the `grant` of one listed by `GET /v1/accounts/{account}/grants`.',
  },
  clock_not_found: {
    status: 404,
    title: 'No such test clock',
    meaning: 'There is no test clock of this id.',
    remedy: 'Make one with `POST /v1/clocks` and use the `clock` that it answers with.',
  },
  hold_not_found: {
    status: 404,
    title: 'No such hold',
    meaning: 'The account has no hold of this id.',
    remedy: 'Use the `hold` that the hold was answered with, on the account it was made for.',
  },
  output_not_found: {
    status: 404,
    title: 'No such output',
    meaning: 'Nothing was charged under this output id in this account.',
    remedy: 'Vote and ask for receipts with the `output` that a charge or a settle named.',
  },
  key_not_found: {
    status: 404,
    title: 'No such key',
    meaning: 'The account has no workspace key of this id.',
    remedy: 'Take the `key` of one listed by `GET /v1/accounts/{account}/keys`.',
  },
  webhook_not_found: {
    status: 404,
    title: 'No such webhook',
    meaning: 'The account, or the instance, has no webhook of this id.',
    remedy: 'Take the `webhook` of one listed by `GET /v1/accounts/{account}/webhooks`.',
  },
  delivery_not_found: {
    status: 404,
    title: 'No such delivery',
    meaning: 'The webhook has no delivery of this id; those that ended more than 30 days ago are removed.',
    remedy: 'Take the `delivery` of one listed under the webhook’s deliveries.',
  },
  run_not_found: {
    status: 404,
    title: 'No such run',
    meaning: 'This workspace has no run of this id.',
    remedy: 'Open the run from the History page.',
  },
  document_not_found: {
    status: 404,
    title: 'No such document',
    meaning: 'This workspace has no such document, or it is somebody’s private one.',
    remedy: 'Open it from the list of documents; one of the last 30 days may be in the trash.',
  },
  version_not_found: {
    status: 404,
    title: 'No such version',
    meaning: 'The document has no version of this id.',
    remedy: 'Take the `version` of one listed under the document’s versions.',
  },
  voice_not_found: {
    status: 404,
    title: 'No such voice',
    meaning: 'This workspace has no saved voice of this id.',
    remedy: 'Take the `voice` of one listed by `GET /app/voices`.',
  },
  template_not_found: {
    status: 404,
    title: 'No such template',
    meaning: 'There is no template of this id, or it belongs to another workspace.',
    remedy: 'Take the `template` of one listed by `GET /app/templates`.',
  },
  workspace_not_found: {
    status: 404,
    title: 'No such workspace',
    meaning: 'There is no workspace of this id, or you do not belong to it.',
    remedy: 'Take the `workspace` of one listed by `GET /app/me`.',
  },
  member_not_found: {
    status: 404,
    title: 'No such member',
    meaning: 'Nobody of this id or address belongs here.',
    remedy: 'Take the `member` of one listed on the Team page.',
  },
  invitation_not_found: {
    status: 404,
    title: 'No such invitation',
    meaning: 'The workspace has no such invitation that waits.',
    remedy: 'Take the `invitation` of one listed on the Team page.',
  },
  link_not_found: {
    status: 404,
    title: 'This link opens nothing',
    meaning: 'The link is used up, withdrawn or too old.',
    remedy: 'Ask for a new one.',
  },
  promo_not_found: {
    status: 404,
    title: 'No such promo code',
    meaning: 'There is no promo code of this name.',
    remedy: 'Check how it is written; letters may be small or large.',
  },
  referral_not_found: {
    status: 404,
    title: 'No such referral',
    meaning: 'This workspace did not come by another one’s link.',
    remedy: 'Take the `account` of one listed by `GET /app/staff/referrals`.',
  },
  model_not_found: {
    status: 404,
    title: 'No such model',
    meaning: 'This instance offers no model of this name.',
    remedy: 'Take the `id` of one listed by `GET /openai/v1/models`, or `default`.',
  },
  route_not_found: {
    status: 404,
    title: 'No such address',
    meaning: 'Nothing is served at this path.',
    remedy: 'Check the path against `/openapi.json`.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The path exists, but does not answer to this method.',
    remedy: 'The `Allow` header lists the methods that it answers to.',
  },
  idempotency_mismatch: {
    status: 409,
    title: 'This key was used for another request',
    meaning:
      'A change with this idempotency key was accepted before, and it differs in the field named by `field`.',
    remedy: 'Send the first request again unchanged to get its answer, or take a new key for a new change.',
  },
  account_exists: {
    status: 409,
    title: 'The account exists already',
    meaning: 'An account of this id was made with other values.',
    remedy: 'Read it with `GET`, change it through its own routes, or choose another id.',
  },
  hold_resolved: {
    status: 409,
    title: 'The hold is resolved',
    meaning: 'The hold was settled or released, or its life ended; a hold resolves once.',
    remedy:
      'Make a new hold. To get the first answer again, repeat that request with its own idempotency key.',
  },
  output_exists: {
    status: 409,
    title: 'The output was charged already',
    meaning: 'An output id is charged once in an account, and this one has been.',
    remedy: 'Give each output an id of its own. Its receipt shows what was charged.',
  },
  document_changed: {
    status: 409,
    title: 'The document has changed',
    meaning: 'Somebody saved the document since the revision that this save was made upon.',
    remedy: 'Read the document anew, and save upon its `revision`, or keep what you have as a copy.',
  },
  confirmation_required: {
    status: 409,
    title: 'Say so once more',
    meaning: 'The award is large, or the same amount was awarded here within 24 hours.',
    remedy: '`asks` says what is wanted: the amount in `retyped`, or `again: true`.',
  },
  mail_taken: {
    status: 409,
    title: 'The mail address is taken',
    meaning: 'Somebody signed up with this mail address before.',
    remedy: 'Sign in with it, or ask for a new password.',
  },
  no_workspace: {
    status: 409,
    title: 'You belong to no workspace',
    meaning: 'You are signed in, but there is no workspace to show.',
    remedy: 'Start a workspace, or accept an invitation.',
  },
  excess_rejected: {
    status: 409,
    title: 'More words than held',
    meaning: 'The words exceed what the hold set aside, and the request asked for a refusal in that case.',
    remedy: 'The hold is still open: extend it and settle again, or settle with `excess` `cap` or `charge`.',
  },
  invalid_state: {
    status: 409,
    title: 'Not possible in the present state',
    meaning: 'The account or grant is not in a state in which this can be done.',
    remedy: 'Read the account: its phase, pending edit and cancellation say what is open to it.',
  },
  too_large: {
    status: 413,
    title: 'Too large',
    meaning: 'The body is larger than this server reads.',
    remedy: 'Send less at once. A long text can be counted in parts.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Send JSON',
    meaning: 'The body is of a kind that this route does not read.',
    remedy: 'Send JSON with `Content-Type: application/json`.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    meaning: 'Requests come faster than this server or this key may take them; nothing was changed.',
    remedy: 'Wait as many seconds as `Retry-After` says, then repeat with the same idempotency key.',
  },
  account_canceled: {
    status: 402,
    title: 'The account is canceled',
    meaning: 'A canceled account can be read, and its open work settled, but nothing new can be spent.',
    remedy: 'Resume the account to start a new cycle.',
  },
  account_paused: {
    status: 402,
    title: 'The account is paused',
    meaning: 'A paused account can be read, and its open work settled, but nothing new can be spent.',
    remedy: 'Resume the account.',
  },
  payment_required: {
    status: 402,
    title: 'Pay first',
    meaning: 'This change costs money here, and credits follow only after the payment has succeeded.',
    remedy: 'Make the change on the Billing page, which shows the price and takes the payment.',
  },
  member_cap_reached: {
    status: 402,
    title: "The member's cap is reached",
    meaning: 'The credits asked for would take this member past the cap for this cycle.',
    remedy: 'Ask for less, ask an owner to raise the cap, or wait for `resets_at`.',
  },
  bonus_locked_in_trial: {
    status: 402,
    title: 'Bonus credits open after the trial',
    meaning: 'The trial credits are used up, and bonus credits cannot be spent while the trial lasts.',
    remedy: 'Start the plan now, or wait for the end of the trial: the bonus is kept.',
  },
  insufficient_credits: {
    status: 402,
    title: 'Not enough credits',
    meaning: 'The account has fewer credits to spend than were asked for.',
    remedy: 'Ask for less, hold with mode `up_to`, edit the plan, or wait for `resets_at`.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong here',
    meaning: 'The server met a fault of its own.',
    remedy: 'Repeat with the same idempotency key: a change that was made is answered, not made twice.',
  },
  payment_provider_error: {
    status: 502,
    title: 'The payment provider did not answer',
    meaning:
      'The payment provider could not be reached, or refused what it was asked. No credits were changed.',
    remedy:
      'Try again in a minute, with the same key. If it goes on, the instance’s log says what was refused.',
  },
  model_error: {
    status: 502,
    title: "The model didn't answer",
    meaning: 'The language model refused, failed or fell silent; only delivered words are charged.',
    remedy: 'Try again. If it stays so, the operator can check the model that the instance is connected to.',
  },
  unavailable: {
    status: 503,
    title: 'Out of reach for the moment',
    meaning: 'The database cannot be reached, or the server is closing, so the outcome may be unknown.',
    remedy: 'Repeat with the same idempotency key: either nothing was changed, or the key brings the answer.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** All codes, in the table's order. */
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/**
 * The order in which refusals are considered (X): the first that holds is the one that is told. A replay answers
 * right after `account_not_found`.
 */
export const REFUSAL_ORDER = [
  'invalid_request',
  'account_not_found',
  'idempotency_mismatch',
  'account_canceled',
  'account_paused',
  'plan_not_found',
  'grant_not_found',
  'clock_not_found',
  'hold_not_found',
  'hold_resolved',
  'output_not_found',
  'output_exists',
  'invalid_state',
  'not_allowed',
  'excess_rejected',
  'member_cap_reached',
  'bonus_locked_in_trial',
  'insufficient_credits',
] as const satisfies readonly ErrorCode[];

export type RefusalCode = (typeof REFUSAL_ORDER)[number];

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(ERRORS, value);

/**
 * The problem body of a code. `detail` is about this one occurrence; `figures` stand beside the standard members
 * and cannot replace them; `instance` is the path that was asked for.
 */
export function problemOf(
  code: ErrorCode,
  detail: string = ERRORS[code].meaning,
  figures: Figures = {},
  instance?: string,
): Problem {
  const { status, title } = ERRORS[code];
  return {
    ...figures,
    type: `/docs/errors/${code}`,
    title,
    status,
    detail,
    code,
    ...(instance === undefined ? {} : { instance }),
  };
}
