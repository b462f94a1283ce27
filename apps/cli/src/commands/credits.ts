import { ASKING, type Command, UsageError, choiceOf, needed, textOf, wholeOf } from '../command.ts';
import { onInstance } from '../instance.ts';
import { instant, number, table } from '../tell.ts';
import { KEYED, keyOf } from './account.ts';

const SOURCES = ['staff', 'referral', 'promo', 'purchase', 'goodwill'] as const;

/** `inkwell grant`: bonus credits, with a reason that the customer sees. */
export const grant: Command = {
  name: 'grant',
  summary: 'award bonus credits to an account',
  usage: 'ACCOUNT CREDITS --reason TEXT',
  about: [
    'They never expire and come after the plan’s. The customer sees the reason. The award stands in the journal as the ' +
      'operator’s. Of a workspace it is in the record of staff acts, and its owner gets a mail, as for an award on the page.',
    'The idempotency key is told on the error output: with the same one, the same award is made once however often it ' +
      'is sent.',
  ],
  options: {
    reason: { value: 'TEXT', says: 'why; the customer reads it' },
    source: { value: 'SOURCE', says: `${SOURCES.join(', ')}; else staff` },
    ...KEYED,
    ...ASKING,
  },
  takes: [2, 2],
  run: (call) => {
    const { args, flags, io, json } = call;
    const [account, amount] = args as [string, string];
    const credits = wholeOf(amount, 'CREDITS');
    const source = choiceOf(textOf(flags, 'source'), '--source', SOURCES);
    const reason = needed(flags, 'reason');
    return onInstance(call, async (client) => {
      const made = await client.grants.award(account, { credits, reason, source }, keyOf(flags, io));
      if (json) io.out(JSON.stringify(made));
      else {
        io.out(`${account}: ${number(made.amount)} bonus credits awarded (${made.grant}).`);
        io.out(`  bonus    ${number(made.balance.bonus.available)} available`);
      }
      return 0;
    });
  },
};

const GROUPS = ['member', 'day', 'source', 'label'] as const;

function cycleOf(text: string | undefined): 'current' | 'previous' | number | undefined {
  if (text === undefined || text === 'current' || text === 'previous') return text;
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new UsageError(`--cycle must be current, previous or a number, not "${text}".`);
}

/** `inkwell usage`: what a cycle's credits went to. */
export const usage: Command = {
  name: 'usage',
  summary: 'show what an account’s credits went to',
  usage: 'ACCOUNT',
  about: [
    'By member, of the current cycle, unless told otherwise. Credits are those charged less those refunded.',
  ],
  options: {
    cycle: { value: 'CYCLE', says: 'current, previous or a number' },
    by: { value: 'GROUP', says: GROUPS.join(', ') },
    csv: { says: 'answer in CSV' },
    ...ASKING,
  },
  takes: [1, 1],
  run: (call) => {
    const { args, flags, io, json } = call;
    const [account] = args as [string];
    const group_by = choiceOf(textOf(flags, 'by'), '--by', GROUPS) ?? 'member';
    const query = { cycle: cycleOf(textOf(flags, 'cycle')), group_by };
    return onInstance(call, async (client) => {
      if (flags.csv === true) {
        io.out((await client.usage.csv(account, query)).trimEnd());
        return 0;
      }
      const found = await client.usage.get(account, query);
      if (json) {
        io.out(JSON.stringify(found));
        return 0;
      }
      const { cycle, data, totals } = found;
      io.out(
        cycle === null
          ? `${account} has had no such cycle.`
          : `${account}, cycle ${cycle.number}: ${instant(cycle.starts_at)} to ${instant(cycle.ends_at)}`,
      );
      const rows = data.map((row) => [row.key, row.credits, row.refunded, row.outputs]);
      const sum = ['in all', totals.credits, totals.refunded, totals.outputs];
      for (const line of table([[group_by, 'credits', 'refunded', 'outputs'], ...rows, sum]))
        io.out(`  ${line}`);
      return 0;
    });
  },
};
