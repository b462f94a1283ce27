import type { Client, VerifyReply } from '@inkwell/sdk';
import { ASKING, type Command, type Invocation, UsageError } from '../command.ts';
import { onInstance } from '../instance.ts';
import { painted } from '../io.ts';
import { count, number } from '../tell.ts';
import { accountsOf } from './account.ts';

/** Journals that are replayed at once: each takes the database and this process in turns. */
const AT_ONCE = 4;

interface Sum {
  verified: number;
  entries: number;
  bad: string[];
}

/** What is wrong, with the first entry that does not fit. */
function whatIsWrong({ first_bad_entry, difference }: VerifyReply): string {
  if (first_bad_entry === null) return `${difference}: no entry of the journal made it so`;
  return `entry ${first_bad_entry} is the first that does not fit: ${difference}`;
}

function tell({ io, json }: Invocation, account: string, found: VerifyReply): void {
  if (json) {
    io.out(JSON.stringify({ account, ...found }));
    return;
  }
  const { ok, entries, head_hash } = found;
  const told = ok ? `${count(entries, 'entry', 'entries')}, ${head_hash.slice(0, 12)}` : whatIsWrong(found);
  io.out(`${ok ? painted(io, 'green', 'ok ') : painted(io, 'red', 'BAD')}  ${account}: ${told}`);
}

async function verifyThese(call: Invocation, client: Client, accounts: string[], sum: Sum): Promise<void> {
  for (let from = 0; from < accounts.length; from += AT_ONCE) {
    const some = accounts.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map((account) => client.accounts.verify(account)));
    call.io.progress(null);
    for (const [index, account] of some.entries()) {
      tell(call, account, found[index]!);
      sum.verified += 1;
      sum.entries += found[index]!.entries;
      if (!found[index]!.ok) sum.bad.push(account);
    }
    call.io.progress(`${count(sum.verified, 'account')}, ${count(sum.entries, 'entry', 'entries')} so far`);
  }
}

/** Verifies every account of the instance, one line each. */
export async function verifyAll(call: Invocation, client: Client): Promise<Sum> {
  const sum: Sum = { verified: 0, entries: 0, bad: [] };
  for await (const page of accountsOf(client))
    await verifyThese(
      call,
      client,
      page.map(({ account }) => account),
      sum,
    );
  call.io.progress(null);
  return sum;
}

/** The last line, for people: on the error output, so that the answer stays one line an account. */
export function tellSum({ io }: Pick<Invocation, 'io'>, { verified, entries, bad }: Sum): 0 | 1 {
  const all = `${count(verified, 'account')} with ${count(entries, 'entry', 'entries')} verified`;
  if (bad.length === 0) io.err(`${all}: everything fits.`);
  else io.err(`${all}: ${number(bad.length)} ${bad.length === 1 ? 'does' : 'do'} not fit.`);
  return bad.length === 0 ? 0 : 1;
}

/** `inkwell verify`: replays journals from nothing and compares everything (J2). */
export const verify: Command = {
  name: 'verify',
  summary: 'replay journals and compare every balance with them',
  usage: 'ACCOUNT … | --all',
  about: [
    'Each account’s journal is replayed from nothing; hashes, grants, holds, caps and usage must be what is stored. One ' +
      'line an account. Ends with 1 if anything does not fit, and names the first entry that does not.',
    'Changes nothing, and holds no snapshot longer than one account takes.',
  ],
  options: { all: { says: 'every account' }, ...ASKING },
  takes: [0, 1_000],
  run: (call) => {
    const { args, flags } = call;
    if ((flags.all === true) === args.length > 0)
      throw new UsageError('Name accounts, or give --all: inkwell verify ACCOUNT … | --all');
    return onInstance(call, async (client) => {
      if (flags.all === true) return tellSum(call, await verifyAll(call, client));
      const sum: Sum = { verified: 0, entries: 0, bad: [] };
      await verifyThese(call, client, args, sum);
      call.io.progress(null);
      return sum.bad.length === 0 ? 0 : 1;
    });
  },
};
