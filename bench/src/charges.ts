import { type Command, type Database, DEFAULT_PLANS, type Ledger, openLedger } from '@inkwell/ledger';
import { newId } from './ids.ts';
import { rate } from './rounds.ts';

/** A plan that no benchmark uses up. */
const PLAN = { ...DEFAULT_PLANS[0]!, id: 'bench', name: 'Bench', monthly_credits: 1e12 };

export const openBench = (database: Database): Promise<Ledger> =>
  openLedger({ database, plans: [...DEFAULT_PLANS, PLAN] });

/** A command that must be accepted. */
export async function carryOut(ledger: Ledger, command: Command): Promise<Record<string, unknown>> {
  const answer = await ledger.execute(command);
  if (!answer.ok) throw new Error(`${command.op}: ${answer.refusal.detail}`);
  return answer.reply.body;
}

/** Creates accounts with ids of 36 characters. */
export async function createAccounts(ledger: Ledger, count: number): Promise<string[]> {
  const accounts = Array.from({ length: count }, newId);
  for (let i = 0; i < count; i += 10_000) {
    const some = accounts.slice(i, i + 10_000);
    await Promise.all(
      some.map((account) =>
        carryOut(ledger, { op: 'create_account', account, plan: PLAN.id, key: newId(), actor: 'operator' }),
      ),
    );
  }
  return accounts;
}

/** One charge as a program makes it: a fresh key and output, ids of 36 characters all of them. */
export async function charge(ledger: Ledger, account: string): Promise<void> {
  const asked = { account, member: account, key: newId(), output: newId(), actor: 'operator' };
  await carryOut(ledger, { op: 'charge', source: 'api', words: 48, ...asked });
}

/** Charges per second on accounts taken in turn. */
export function chargeRate(
  ledger: Ledger,
  accounts: string[],
  clients: number,
  time_ms: number,
): Promise<number> {
  let next = 0;
  return rate(clients, time_ms, () => {
    next += 1;
    return charge(ledger, accounts[next % accounts.length]!);
  });
}

/** Charges each account some times, so that rows, pages and caches are as they are in use. */
export async function warmUp(ledger: Ledger, accounts: string[], times: number): Promise<void> {
  for (let time = 0; time < times; time += 1)
    await Promise.all(accounts.map((account) => charge(ledger, account)));
}
