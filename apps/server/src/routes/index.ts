import {
  type AppRoutes,
  type GatewayRoutes,
  type Route,
  type Routes,
  appRoutes,
  gatewayRoutes,
  routes,
} from '@inkwell/contract';
import type { Ledger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import type { Gate } from '../auth/gate.ts';
import type { AuthStore } from '../auth/store.ts';
import type { Backups } from '../backup.ts';
import type { Config } from '../config.ts';
import type { Documents } from '../documents/index.ts';
import type { VoiceStore } from '../documents/voices.ts';
import type { EventHub } from '../events/hub.ts';
import type { Mounted, Operations } from '../http/app.ts';
import type { Allowances } from '../http/allowance.ts';
import type { Handler, Handlers } from '../http/call.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Exports } from '../exports/index.ts';
import type { History } from '../history/index.ts';
import type { EarnParts } from '../earn/index.ts';
import type { Payments } from '../payments/index.ts';
import type { PeopleParts } from '../people/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Runs } from '../runs/index.ts';
import { audited } from '../staff/audit.ts';
import type { AwardParts, StaffParts } from '../staff/parts.ts';
import type { Templates } from '../templates/index.ts';
import type { Webhooks } from '../webhooks/index.ts';
import type { Writer } from '../writing/writer.ts';
import { accountHandlers, memberHandlers } from './accounts.ts';
import { historyHandlers, nameHandlers, runHandlers, sessionHandlers } from './app.ts';
import { batchHandler } from './batch.ts';
import { earnHandlers } from './earn.ts';
import { exportHandlers } from './exports.ts';
import { documentHandlers, seenHandlers, voiceHandlers } from './documents.ts';
import { eventHandlers } from './events.ts';
import { gatewayHandlers } from './gateway.ts';
import { keyHandlers } from './keys.ts';
import { accountFileHandlers, backupHandlers } from './operating.ts';
import { peopleHandlers } from './people.ts';
import { clockHandlers, instanceHandlers, readingHandlers } from './reading.ts';
import { spendingHandlers } from './spending.ts';
import { consoleHandlers } from './staff.ts';
import { templateHandlers } from './templates.ts';
import { usageHandlers } from './usage.ts';
import { instanceWebhookHandlers, webhookHandlers } from './webhooks.ts';

/** What the routes stand on. */
export interface Parts {
  config: Config;
  ledger: Ledger;
  backups: Backups;
  store: AuthStore;
  gate: Gate;
  hub: EventHub;
  runs: Pick<Runs, 'handlers'>;
  history: History;
  exports: Exports;
  templates: Templates;
  documents: Documents;
  voices: VoiceStore;
  writer: Pick<Writer, 'id' | 'is_demo'>;
  people: PeopleParts;
  programs: Programs;
  metrics: Metrics;
  allowances: Allowances;
  /** Once true, `/readyz` answers 503 so that balancers look elsewhere. */
  isDraining: () => boolean;
  payments: Payments;
  staff: StaffParts;
  earn: EarnParts;
  webhooks: Webhooks;
  log: Logger;
  now: () => number;
  /** Known once the routes are mounted: a batch finds its operations there. */
  operations: () => Operations;
}

/** Pairs every route of a table with its handler; the compiler sees that none is missing. */
function mount<T extends Record<string, Route>>(table: T, handlers: Handlers<T>): Mounted[] {
  return Object.entries(table).map(([id, route]) => ({
    route,
    handler: handlers[id as keyof T] as unknown as Handler<Route>,
  }));
}

/** What an operator does on an open ledger, without the rest of the server: the command line's routes. */
export function mountDesk(
  parts: Pick<Parts, 'ledger' | 'allowances' | 'payments'> & { awards: AwardParts },
): Mounted[] {
  const { ledger, allowances, payments, awards } = parts;
  const handlers = {
    ...payments.guard(accountHandlers(ledger)),
    ...memberHandlers(ledger, awards, 'By the command line'),
    ...usageHandlers(ledger),
    ...readingHandlers(ledger, allowances),
    ...accountFileHandlers(ledger),
  };
  type Own = Pick<Routes, keyof typeof handlers>;
  const own = Object.fromEntries(Object.keys(handlers).map((id) => [id, routes[id as keyof Own]]));
  return mount(own as Own, handlers);
}

export function mountRoutes(parts: Parts): Mounted[] {
  const { ledger, gate, hub, runs, metrics, log, operations } = parts;
  const contract: Handlers<Routes> = {
    ...parts.payments.guard(accountHandlers(ledger)),
    ...memberHandlers(ledger, parts.staff, 'Over the API, with an operator’s key'),
    ...spendingHandlers(ledger),
    ...usageHandlers(ledger),
    ...readingHandlers(ledger, parts.allowances),
    ...eventHandlers(hub, gate),
    ...keyHandlers(parts),
    ...webhookHandlers(ledger, parts.webhooks.service),
    ...instanceWebhookHandlers(parts.webhooks.service),
    ...clockHandlers(ledger),
    ...accountFileHandlers(ledger),
    ...backupHandlers(parts.backups),
    ...instanceHandlers(ledger, metrics, parts.isDraining),
    runBatch: batchHandler({ operations, requests: parts.programs.requests, log }),
  };
  const app: Handlers<AppRoutes> = {
    ...sessionHandlers(parts),
    ...peopleHandlers(parts.people),
    ...exportHandlers(parts.exports, parts.allowances),
    ...runHandlers(runs, parts.allowances),
    ...historyHandlers(parts.history),
    ...nameHandlers(parts.people),
    ...parts.payments.handlers,
    ...seenHandlers(runs),
    ...templateHandlers(parts.templates),
    ...documentHandlers(parts.documents),
    ...voiceHandlers(parts.voices, parts.now),
    ...consoleHandlers(parts.staff),
    ...earnHandlers(parts.earn),
  };
  const gateway: Handlers<GatewayRoutes> = gatewayHandlers(parts);
  const mounted = [...mount(routes, contract), ...mount(gatewayRoutes, gateway), ...mount(appRoutes, app)];
  return audited(mounted, parts.staff.acts, parts.now);
}
