import type { Routes } from '@inkwell/contract';
import type { Ledger } from '@inkwell/ledger';
import { type Call, type Handlers, type Result, ok, refused } from '../http/call.ts';
import type { Filter } from '../webhooks/deliveries.ts';
import type { Owner, WebhookService } from '../webhooks/service.ts';
import { deliveryView } from '../webhooks/views.ts';
import { cursorOf, pageOf, read } from './context.ts';
import { answered } from './people.ts';

type WebhookRoutes = Pick<
  Routes,
  | 'createWebhook'
  | 'listWebhooks'
  | 'getWebhook'
  | 'patchWebhook'
  | 'deleteWebhook'
  | 'rotateWebhookSecret'
  | 'testWebhook'
  | 'listDeliveries'
  | 'getDelivery'
  | 'replayDelivery'
  | 'replayDead'
>;

type InstanceRoutes = Pick<
  Routes,
  | 'createInstanceWebhook'
  | 'listInstanceWebhooks'
  | 'getInstanceWebhook'
  | 'patchInstanceWebhook'
  | 'deleteInstanceWebhook'
  | 'rotateInstanceWebhookSecret'
  | 'testInstanceWebhook'
  | 'listInstanceDeliveries'
  | 'getInstanceDelivery'
  | 'replayInstanceDelivery'
  | 'replayInstanceDead'
>;

/** Where a page of deliveries begins is its place in their order. */
async function listPage(
  service: WebhookService,
  owner: Owner,
  webhook: string,
  query: Filter & { limit: number; cursor?: string | undefined },
): Promise<Result> {
  const { limit, cursor, ...filter } = query;
  const before = cursorOf(cursor);
  if (typeof before !== 'number') return before;
  const page = await service.page(owner, webhook, filter, before, limit + 1);
  if (!page.ok) return refused(page.problem);
  const { data, next_cursor } = pageOf(page.body, limit, ({ place }) => String(place));
  return ok({ data: data.map(deliveryView), next_cursor });
}

type OnAccount = Pick<Call, 'caller'> & { params: { account: string } };

/** The webhooks of an account, for operators, owners and admins. */
export function webhookHandlers(ledger: Ledger, service: WebhookService): Handlers<WebhookRoutes> {
  const on = (call: OnAccount, answer: (account: string) => Promise<Result>) =>
    read(ledger, call, () => answer(call.params.account));
  return {
    createWebhook: (call) =>
      on(call, async (own) => answered(await service.create(own, call.body, call.caller.actor), 201)),
    listWebhooks: (call) => on(call, async (own) => answered(await service.list(own))),
    getWebhook: (call) => on(call, async (own) => answered(await service.get(own, call.params.webhook))),
    patchWebhook: (call) =>
      on(call, async (own) => answered(await service.change(own, call.params.webhook, call.body))),
    deleteWebhook: (call) =>
      on(call, async (own) => answered(await service.remove(own, call.params.webhook))),
    rotateWebhookSecret: (call) =>
      on(call, async (own) => answered(await service.rotate(own, call.params.webhook, call.body.grace_s))),
    testWebhook: (call) =>
      on(call, async (own) => answered(await service.test(own, call.params.webhook), 202)),
    listDeliveries: (call) => on(call, (own) => listPage(service, own, call.params.webhook, call.query)),
    getDelivery: (call) =>
      on(call, async (own) =>
        answered(await service.delivery(own, call.params.webhook, call.params.delivery)),
      ),
    replayDelivery: (call) =>
      on(call, async (own) =>
        answered(await service.replay(own, call.params.webhook, call.params.delivery), 202),
      ),
    replayDead: (call) =>
      on(call, async (own) => answered(await service.replayDead(own, call.params.webhook), 202)),
  };
}

/** The webhooks of the whole instance, for its operator. */
export const instanceWebhookHandlers = (service: WebhookService): Handlers<InstanceRoutes> => ({
  createInstanceWebhook: async ({ body, caller }) =>
    answered(await service.create(null, body, caller.actor), 201),
  listInstanceWebhooks: async () => answered(await service.list(null)),
  getInstanceWebhook: async ({ params }) => answered(await service.get(null, params.webhook)),
  patchInstanceWebhook: async ({ params, body }) =>
    answered(await service.change(null, params.webhook, body)),
  deleteInstanceWebhook: async ({ params }) => answered(await service.remove(null, params.webhook)),
  rotateInstanceWebhookSecret: async ({ params, body }) =>
    answered(await service.rotate(null, params.webhook, body.grace_s)),
  testInstanceWebhook: async ({ params }) => answered(await service.test(null, params.webhook), 202),
  listInstanceDeliveries: ({ params, query }) => listPage(service, null, params.webhook, query),
  getInstanceDelivery: async ({ params }) =>
    answered(await service.delivery(null, params.webhook, params.delivery)),
  replayInstanceDelivery: async ({ params }) =>
    answered(await service.replay(null, params.webhook, params.delivery), 202),
  replayInstanceDead: async ({ params }) => answered(await service.replayDead(null, params.webhook), 202),
});
