import { type Routes, routes } from '@inkwell/contract';
import type { Ledger } from '@inkwell/ledger';
import type { Mounted } from '../http/app.ts';
import type { Handler, Handlers } from '../http/call.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Route } from '@inkwell/contract';
import { accountHandlers, memberHandlers } from './accounts.ts';
import { clockHandlers, instanceHandlers, readingHandlers } from './reading.ts';
import { spendingHandlers } from './spending.ts';

/** Pairs every route of a table with its handler; the compiler sees that none is missing. */
export function mount<T extends Record<string, Route>>(table: T, handlers: Handlers<T>): Mounted[] {
  return Object.entries(table).flatMap(([id, route]) => {
    const handler = handlers[id as keyof T] as unknown as Handler<Route> | undefined;
    return handler === undefined ? [] : [{ route, handler }];
  });
}

export function mountRoutes(ledger: Ledger, metrics: Metrics): Mounted[] {
  const handlers = {
    ...accountHandlers(ledger),
    ...memberHandlers(ledger),
    ...spendingHandlers(ledger),
    ...readingHandlers(ledger),
    ...clockHandlers(ledger),
    ...instanceHandlers(ledger, metrics),
  };
  return mount<Routes>(routes, handlers as Handlers<Routes>);
}
