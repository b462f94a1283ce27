import { type Database, type Ledger, openLedger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { Gate } from './auth/gate.ts';
import { digestOf, newSecret } from './auth/secrets.ts';
import { AuthStore } from './auth/store.ts';
import type { Config } from './config.ts';
import { openAllowances } from './http/allowance.ts';
import { Operations, createApp } from './http/app.ts';
import { Metrics } from './http/metrics.ts';
import { openPayments } from './payments/index.ts';
import { shardsOf } from './rooms.ts';
import { mountDesk } from './routes/index.ts';

export interface Desk {
  /** Answers a request as a server on this database would. */
  fetch(request: Request): Response | Promise<Response>;
  /** The key that opens it; of this desk alone. */
  key: string;
  ledger: Ledger;
  close(): Promise<void>;
}

/**
 * The operator's routes on an open database, without a port: what the command line speaks to where it asks no server. Its
 * ledger is one more process on the database, which the fences are made for. The database stays open. Rejects where
 * the clocks of the two are apart.
 */
export async function openDesk(config: Config, database: Database, log: Logger): Promise<Desk> {
  const { body_limit_bytes, env } = config;
  const now = Date.now;
  const ledger = await openLedger({ database, check_clock: true, ...shardsOf(config) });
  await ledger.checkClock();
  const address = () => config.public_url ?? '';
  const payments = await openPayments({ env, database, ledger, log, now, address });
  const allowances = openAllowances(now);
  const metrics = new Metrics({ waiting: () => ledger.waiting, streams: () => 0 });
  const operations = new Operations(mountDesk({ ledger, allowances, payments }), metrics);
  const key = newSecret('ink_op');
  const gate = new Gate(new AuthStore(database), [digestOf(key)], now);
  const page = () => Promise.resolve(null);
  const isClosing = () => false;
  // Nobody comes here with a workspace's key, so there is nothing to count.
  const requests = { note: () => undefined };
  const shared = { gate, log, body_limit_bytes, allowances, requests, isClosing, page };
  const app = createApp(operations, { ...shared, public_url: null });
  return {
    fetch: (request) => app.fetch(request),
    key,
    ledger,
    close: async () => {
      await payments.idle();
      await ledger.close();
    },
  };
}
