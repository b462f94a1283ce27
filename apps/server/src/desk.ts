import { type Database, type Ledger, openLedger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import { Gate } from './auth/gate.ts';
import { digestOf, newSecret } from './auth/secrets.ts';
import { AuthStore } from './auth/store.ts';
import { type Config, ownAddress } from './config.ts';
import { openAllowances } from './http/allowance.ts';
import { Operations, createApp } from './http/app.ts';
import { Metrics } from './http/metrics.ts';
import { type Mail, type Sent, createMailer } from './mail/mailer.ts';
import { openPayments } from './payments/index.ts';
import { shardsOf } from './rooms.ts';
import { mountDesk } from './routes/index.ts';
import { StaffActs } from './staff/acts.ts';
import { StaffStore } from './staff/store.ts';

export interface Desk {
  /** Answers a request as a server on this database would. */
  fetch(request: Request): Response | Promise<Response>;
  /** The key that opens it; of this desk alone. */
  key: string;
  ledger: Ledger;
  close(): Promise<void>;
}

/** Mails of a process that ends soon: it waits for the first try of each. */
function openMails(config: Config, log: Logger, now: () => number) {
  const mailer = createMailer(config, log, now);
  const posted: Promise<Sent>[] = [];
  return {
    post: (mail: Mail): Promise<Sent> => {
      const sent = mailer.post(mail);
      posted.push(sent);
      return sent;
    },
    close: async () => {
      await Promise.all(posted);
      mailer.close();
    },
  };
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
  const address = () => config.public_url ?? ownAddress(config.host, config.port);
  const payments = await openPayments({ env, database, ledger, log, now, address });
  const allowances = openAllowances(now);
  const metrics = new Metrics({ waiting: () => ledger.waiting, streams: () => 0 });
  const mails = openMails(config, log, now);
  const [store, acts] = [new StaffStore(database), new StaffActs(database)];
  const awards = { ledger, store, acts, mailer: mails, url: address, now };
  const operations = new Operations(mountDesk({ ledger, allowances, payments, awards }), metrics);
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
      await mails.close();
      await payments.idle();
      await ledger.close();
    },
  };
}
