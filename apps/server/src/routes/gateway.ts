import {
  type GatewayRoutes,
  IDEMPOTENCY_KEY,
  type Problem,
  id,
  invalidRequest,
  problemOf,
} from '@inkwell/contract';
import { streamedAnswer, wholeAnswer } from '../gateway/answer.ts';
import { OfferedModel } from '../gateway/model.ts';
import { askedOf, includesUsage } from '../gateway/request.ts';
import type { Allowances } from '../http/allowance.ts';
import { type Call, type Handlers, ok, refused } from '../http/call.ts';
import type { Runs } from '../runs/index.ts';
import type { Writer } from '../writing/writer.ts';

interface GatewayOptions {
  runs: Pick<Runs, 'handlers'>;
  writer: Pick<Writer, 'id' | 'is_demo'>;
  allowances: Pick<Allowances, 'answer'>;
  now: () => number;
}

/** Operator keys belong to no account, so they name one. */
const ACCOUNT = 'x-inkwell-account';

/** The account that a key's request is for: its own, or the one that an operator names. */
function accountOf({ caller, request }: Pick<Call, 'caller' | 'request'>): string | Problem {
  const named = request?.headers.get(ACCOUNT) ?? null;
  if (caller.kind === 'workspace_key') {
    if (named === null || named === caller.account) return caller.account;
    return problemOf('account_not_found', `There is no account ${named}.`, { account: named });
  }
  if (named !== null && id.safeParse(named).success) return named;
  const message = named === null ? 'must name the account: an operator key has none' : 'must be an id';
  return invalidRequest([{ field: ACCOUNT, message }]);
}

/** OpenAI's routes for keys: see ../gateway/. */
export function gatewayHandlers({ runs, writer, allowances, now }: GatewayOptions): Handlers<GatewayRoutes> {
  const model = new OfferedModel(writer, now());
  return {
    createChatCompletion: async (call) => {
      const account = accountOf(call);
      if (typeof account !== 'string') return refused(account);
      const waits = allowances.answer.take(account);
      if (waits !== null) return waits;
      const { body, caller, idempotency_key, request } = call;
      const has_key = request?.headers.has(IDEMPOTENCY_KEY) === true;
      const refusal = model.refusalFor(body.model);
      const asked = { ...askedOf(body, { account, actor: caller.actor, has_key }), refusal };
      const started = await runs.handlers.answer(asked, { idempotency_key, signal: request?.signal });
      if (!started.ok) return refused(started.problem);
      return asked.is_whole ? wholeAnswer(started) : streamedAnswer(started, includesUsage(body));
    },
    listModels: () => ok({ object: 'list', data: [model.view] }),
    getModel: ({ params }) => {
      const refusal = model.refusalFor(params.model);
      return refusal === null ? ok(model.view) : refused(refusal);
    },
  };
}
