import { createAccounts, openBench, warmUp } from './charges.ts';
import { type Load, type NextRequest, load } from './http-load.ts';
import { newId } from './ids.ts';
import { compared, limitRow, median, ratioRow } from './rounds.ts';
import { OPERATOR_KEY, startServerProcess } from './server.ts';
import type { Row } from './words.ts';
import type { World } from './world.ts';

const CONNECTIONS = 64;
const P99_LIMIT_MS = 50;

const COMMON = `host: 127.0.0.1\r\nauthorization: Bearer ${OPERATOR_KEY}\r\n`;
export const NOTHING: NextRequest = () => `GET /healthz HTTP/1.1\r\n${COMMON}\r\n`;

function post(path: string, body: string): string {
  const head = `${COMMON}content-type: application/json\r\ncontent-length: ${body.length}\r\n`;
  return `POST /v1${path} HTTP/1.1\r\n${head}idempotency-key: ${newId()}\r\n\r\n${body}`;
}

/** Charges on accounts taken in turn. */
export function charges(accounts: string[]): NextRequest {
  let next = 0;
  return () => {
    next += 1;
    const account = accounts[next % accounts.length]!;
    return post(
      `/accounts/${account}/charges`,
      `{"output":"${newId()}","member":"${account}","source":"api","words":48}`,
    );
  };
}

/** A hold and its settlement in turn on each connection: two requests a pair. */
export function pairs(accounts: string[]): NextRequest {
  let next = 0;
  const of = new Map<number, string>();
  return (connection, last_body) => {
    const account = of.get(connection);
    if (account === undefined) {
      next += 1;
      const chosen = accounts[next % accounts.length]!;
      of.set(connection, chosen);
      return post(`/accounts/${chosen}/holds`, `{"credits":60,"member":"${chosen}"}`);
    }
    of.delete(connection);
    const hold = /"hold":"([^"]+)"/.exec(last_body);
    if (hold === null) throw new Error(`no hold: ${last_body}`);
    return post(`/accounts/${account}/holds/${hold[1]}/settle`, `{"output":"${newId()}","words":48}`);
  };
}

/** Charges, pairs of hold and settle, and a route that does nothing, over HTTP from another process. */
export async function benchHttp(world: World): Promise<Row[]> {
  const { rounds, measure_ms } = world.sizes;
  const url = await world.newDatabase();
  const database = await world.open(url);
  const ledger = await openBench(database);
  const accounts = await createAccounts(ledger, world.sizes.accounts);
  await warmUp(ledger, accounts, 1);
  await ledger.close();
  await database.close();
  const server = await startServerProcess(world, url);
  const run = (next: NextRequest, time_ms = measure_ms) => load(server.url, CONNECTIONS, time_ms, next);
  const taken: Record<'charges' | 'pairs' | 'nothing', Load[]> = { charges: [], pairs: [], nothing: [] };
  try {
    for (const next of [charges(accounts), pairs(accounts), NOTHING]) await run(next);
    for (let round = 0; round < rounds; round += 1) {
      taken.nothing.push(await run(NOTHING));
      taken.charges.push(await run(charges(accounts)));
      taken.pairs.push(await run(pairs(accounts)));
    }
  } finally {
    await server.stop();
  }
  await world.dropDatabase(url);
  return rowsOf(taken);
}

function rowsOf(taken: Record<'charges' | 'pairs' | 'nothing', Load[]>): Row[] {
  const rates = (loads: Load[]) => loads.map(({ per_s }) => per_s);
  const measure = `charges over HTTP, ${CONNECTIONS} connections`;
  const pairs_per_s = rates(taken.pairs).map((requests) => requests / 2);
  return [
    ratioRow(
      { measure, unit: '/s', baseline: 'GET /healthz', target: 0.35 },
      compared(rates(taken.charges), rates(taken.nothing)),
    ),
    limitRow(`${measure}, p99`, median(taken.charges.map(({ p99_ms }) => p99_ms)), 'ms', P99_LIMIT_MS),
    ratioRow(
      {
        measure: `hold and settle over HTTP, ${CONNECTIONS} connections`,
        unit: 'pairs/s',
        baseline: 'charges over HTTP',
        target: 0.35,
      },
      compared(pairs_per_s, rates(taken.charges)),
    ),
  ];
}
