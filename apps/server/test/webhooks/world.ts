import type { DeliveryDetail, Webhook } from '@inkwell/contract';
import { type Database, type Ledger, openLedger } from '@inkwell/ledger';
import { expect, vi } from 'vitest';
import { type Backend, type TestDatabase, testDatabase } from '../../../../tests/backends.ts';
import type { Mail } from '../../src/mail/mailer.ts';
import type { Outcome } from '../../src/people/outcome.ts';
import { Webhooks } from '../../src/webhooks/index.ts';
import type { Resolve } from '../../src/webhooks/post.ts';
import { type Receiver, openReceiver } from './receiver.ts';

export const START = Date.UTC(2026, 10, 28, 12);
/** In every text that a journal can hold, and never to be told. */
export const SECRET = 'heliotrope';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

interface Opened {
  database?: Database;
  allow?: boolean;
  resolve?: Resolve;
  timeout_ms?: number;
  last_tries_ms?: number;
}

/** The ledger, webhooks on it, a receiver, and a clock that stands until it is moved. */
export interface HookWorld {
  at: TestDatabase;
  ledger: Ledger;
  receiver: Receiver;
  hooks: Webhooks;
  mails: Mail[];
  outcomes: string[];
  now(): number;
  pass(ms: number): void;
  /** Carries out a command on an account (acme unless told) and answers with the reply's body. */
  act(asked: object, account?: string): Promise<Record<string, unknown>>;
  spend(words: number, account?: string): Promise<string>;
  award(credits: number, account?: string): Promise<Record<string, unknown>>;
  /** The credits of the grants that the receiver was told of, in its order. */
  credits(): number[];
  /** A webhook of acme, as its owner reads it. */
  read(webhook: string): Promise<Webhook>;
  detail(webhook: string, delivery: string): Promise<DeliveryDetail>;
  /** Another process's webhooks on the same database. */
  open(more?: Opened): Webhooks;
  /** Registers the receiver, which then knows the secret. */
  register(owner?: string | null, given?: object): Promise<string>;
  /** Reads on, sends, and waits until nothing is being sent. */
  turn(hooks?: Webhooks): Promise<void>;
  states(webhook: string): Promise<[type: string, state: string, tries: number][]>;
  close(): Promise<void>;
}

/** What was answered to what should pass. */
export function bodyOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.problem.detail);
  return outcome.body;
}

const PEOPLE = [
  { name: 'Ada', email: 'ada@example.com', role: 'owner' },
  { name: 'Cy', email: 'cy@example.com', role: 'member' },
];

export async function openHooks(backend: Backend): Promise<HookWorld> {
  const at = await testDatabase(backend);
  // Receivers check how old a signature is by the system's clock, so that one stands with ours.
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  const now = () => Date.now();
  const ledger = await openLedger({ database: at.database, now });
  const receiver = await openReceiver();
  const mails: Mail[] = [];
  const outcomes: string[] = [];
  let keys = 0;
  const people = {
    workspaceName: (account: string) => Promise.resolve(account === 'acme' ? 'Acme' : undefined),
    members: () => Promise.resolve(PEOPLE as never),
  };
  const send = (mail: Mail) => {
    mails.push(mail);
    return Promise.resolve('taken' as const);
  };
  const mailer = {
    sends: true,
    send,
    post: send,
    jobs: [],
    close: () => undefined,
  };
  const open = ({ allow = true, database = at.database, ...more }: Opened = {}) =>
    new Webhooks({
      database,
      ledger,
      config: { webhook_private: allow },
      mailer,
      people,
      log: { warn: () => undefined } as never,
      version: '1.2.3',
      url: () => 'http://ink.example',
      now,
      random: () => 0.5,
      onTry: (outcome) => void outcomes.push(outcome),
      timeout_ms: 2_000,
      ...more,
    });
  const hooks = open();
  const world: HookWorld = {
    at,
    ledger,
    receiver,
    hooks,
    mails,
    outcomes,
    now,
    pass: (ms) => void vi.setSystemTime(now() + ms),
    act: async (asked, account = 'acme') => {
      const command = { account, actor: 'operator', key: `k${(keys += 1)}`, ...asked };
      const answer = await ledger.execute(command as never);
      if (!answer.ok) throw new Error(answer.refusal.detail);
      return answer.reply.body;
    },
    spend: async (words, account = 'acme') => {
      const output = `o${(keys += 1)}`;
      await world.act({ op: 'charge', output, member: 'ines', source: 'api', words }, account);
      return output;
    },
    award: (credits, account) => world.act({ op: 'award', credits, reason: SECRET }, account),
    credits: () => receiver.received.map(({ event }) => (event.data as { credits: number }).credits),
    read: async (webhook) => bodyOf(await hooks.service.get('acme', webhook)),
    detail: async (webhook, delivery) => bodyOf(await hooks.service.delivery('acme', webhook, delivery)),
    open,
    register: async (owner = 'acme', given = {}) => {
      const wanted = { url: receiver.url, types: null, description: '', ...given };
      const { webhook, secret } = bodyOf(await hooks.service.create(owner, wanted, 'operator'));
      receiver.secrets.push(secret);
      return webhook;
    },
    turn: async (one = hooks) => {
      await one.run();
      await one.idle();
    },
    states: async (webhook) => {
      const rows = await at.database.query<{ type: string; state: string; tries: number }>(
        'select type, state, tries from app.webhook_delivery where webhook = $1 order by place',
        [webhook],
      );
      return rows.map(({ type, state, tries }) => [type, state, tries]);
    },
    close: async () => {
      await hooks.close();
      await ledger.close();
      await receiver.close();
      await at.remove();
      vi.useRealTimers();
      expect(receiver.unproved, 'signatures that the library did not find right').toEqual([]);
    },
  };
  return world;
}
