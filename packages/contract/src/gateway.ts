import { PLAIN, table } from './route.ts';
import type { Route } from './route.ts';
import * as schemas from './schemas/gateway.ts';

const plain = { ...PLAIN, tag: 'Gateway', access: 'key', dialect: 'openai' } as const;

/**
 * The gateway: OpenAI's chat completions and models, so that its clients are the SDK. Refusals have OpenAI's shape, with
 * ours inside.
 */
export const gatewayRoutes = table({
  createChatCompletion: {
    ...plain,
    id: 'createChatCompletion',
    method: 'POST',
    path: '/openai/v1/chat/completions',
    summary: 'Answer a conversation',
    description:
      'The words of the answer are held, counted as they stream and settled. When the credits run out in mid-text it stops at the last affordable word with `finish_reason: "length"`. ' +
      'A client that hangs up is charged for what was sent to it (C4). `x-inkwell-output` names the outputs in the order of the choices, `x-inkwell-credits-available` what can still be spent. ' +
      'An operator key names the account in `x-inkwell-account`.',
    body: schemas.chatPost,
    responses: [
      { status: 200, description: 'The answer.', schema: schemas.chatCompletion },
      {
        status: 200,
        description: 'With `stream`: the answer as it is written.',
        schema: schemas.chatChunk,
        media: 'text/event-stream',
      },
    ],
    errors: [
      'account_not_found',
      'model_not_found',
      'account_canceled',
      'account_paused',
      'output_exists',
      'member_cap_reached',
      'bonus_locked_in_trial',
      'insufficient_credits',
      'model_error',
    ],
    changes: true,
  },
  listModels: {
    ...plain,
    id: 'listModels',
    method: 'GET',
    path: '/openai/v1/models',
    summary: 'List the models',
    description: 'The one that this instance writes with; `demo` is the built-in demo writer.',
    responses: [{ status: 200, description: 'The models.', schema: schemas.gatewayModelList }],
  },
  getModel: {
    ...plain,
    id: 'getModel',
    method: 'GET',
    path: '/openai/v1/models/{model}',
    summary: 'Read a model',
    description: 'By any of its names.',
    params: schemas.modelParams,
    responses: [{ status: 200, description: 'The model.', schema: schemas.gatewayModel }],
    errors: ['model_not_found'],
  },
});

export type GatewayRoutes = typeof gatewayRoutes;
export const gatewayRouteList: readonly Route[] = Object.values(gatewayRoutes);
