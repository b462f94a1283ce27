import { accountRoutes } from './accounts.ts';
import { keyRoutes } from './keys.ts';
import { operatingRoutes } from './operating.ts';
import { readingRoutes } from './reading.ts';
import { spendingRoutes } from './spending.ts';
import { webhookRoutes } from './webhooks.ts';
import type { Route } from '../route.ts';

/** Every route of the published contract, by operationId. The server registers one handler for each. */
export const routes = {
  ...accountRoutes,
  ...spendingRoutes,
  ...readingRoutes,
  ...keyRoutes,
  ...operatingRoutes,
  ...webhookRoutes,
} as const;

export type Routes = typeof routes;
export type RouteId = keyof Routes;

export const routeList: readonly Route[] = Object.values(routes);
