import type { Account, Client } from '@inkwell/sdk';
import { ASKING, type Command, type Invocation, choiceOf, needed, textOf } from '../command.ts';
import { onInstance } from '../instance.ts';
import type { Io } from '../io.ts';
import { accountLines, instant, number, table } from '../tell.ts';

const PAGE = 200;

/** Every account, page by page: an instance may have millions. */
export async function* accountsOf(client: Client): AsyncGenerator<Account[]> {
  let cursor: string | undefined;
  do {
    const page = await client.accounts.list({ limit: PAGE, cursor });
    yield page.data;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

/** Answers with the account: in JSON, or in some lines behind a word on what was done. */
function tell({ io, json }: Pick<Invocation, 'io' | 'json'>, account: Account, done?: string): 0 {
  if (json) io.out(JSON.stringify(account));
  else for (const line of [...(done === undefined ? [] : [done]), ...accountLines(account)]) io.out(line);
  return 0;
}

/** The idempotency key of a change: given, or made and told, so that the same change can be sent again (K1). */
export const KEYED = {
  'idempotency-key': { value: 'KEY', says: 'the change’s own key: sent again, it is made once' },
};

export function keyOf(flags: Invocation['flags'], io: Pick<Io, 'err'>): { idempotency_key: string } {
  const given = textOf(flags, 'idempotency-key');
  if (given !== undefined) return { idempotency_key: given };
  const made = `cli-${crypto.randomUUID()}`;
  io.err(`Idempotency key: ${made}`);
  return { idempotency_key: made };
}

const show: Command = {
  name: 'account show',
  summary: 'show an account: plan, credits, cycle',
  usage: 'ACCOUNT',
  about: [],
  options: ASKING,
  takes: [1, 1],
  run: (call) => onInstance(call, async (client) => tell(call, await client.accounts.get(call.args[0]!))),
};

const HEAD = ['account', 'plan', 'phase', 'available', 'bonus', 'cycle ends'];
const rowOf = ({ account, plan, phase, balance, cycle }: Account): (string | number)[] => [
  account,
  plan,
  phase,
  balance.available,
  balance.bonus.available,
  instant(cycle.ends_at),
];

const list: Command = {
  name: 'account list',
  summary: 'list every account',
  usage: '',
  about: ['In the order in which the ledger’s shards keep them. With --json one account a line.'],
  options: ASKING,
  takes: [0, 0],
  run: (call) =>
    onInstance(call, async (client) => {
      const { io, json } = call;
      let is_first = true;
      for await (const page of accountsOf(client)) {
        if (json) for (const account of page) io.out(JSON.stringify(account));
        else for (const line of table([HEAD, ...page.map(rowOf)]).slice(is_first ? 0 : 1)) io.out(line);
        is_first = false;
      }
      return 0;
    }),
};

const create: Command = {
  name: 'account create',
  summary: 'make an account',
  usage: 'ACCOUNT --plan PLAN',
  about: [
    'Its first cycle starts now, or with --trial its trial. Made again with equal values it is the same account.',
  ],
  options: {
    plan: { value: 'PLAN', says: 'a plan of the catalogue, such as pro' },
    interval: { value: 'month|year', says: 'how it is billed; credits come monthly either way' },
    trial: { says: 'start in a trial' },
    'time-zone': { value: 'ZONE', says: 'an IANA zone such as Europe/Berlin; else UTC' },
    clock: { value: 'CLOCK', says: 'a test clock to live on' },
    ...KEYED,
    ...ASKING,
  },
  takes: [1, 1],
  run: (call) => {
    const { args, flags, io } = call;
    const body = {
      plan: needed(flags, 'plan'),
      interval: choiceOf(textOf(flags, 'interval'), '--interval', ['month', 'year']),
      trial: flags.trial === true ? true : undefined,
      time_zone: textOf(flags, 'time-zone'),
      clock: textOf(flags, 'clock'),
    };
    return onInstance(call, async (client) =>
      tell(call, await client.accounts.put(args[0]!, body, keyOf(flags, io))),
    );
  },
};

const edit: Command = {
  name: 'account edit',
  summary: 'edit an account’s plan, or preview the edit',
  usage: 'ACCOUNT --plan PLAN',
  about: [
    'Up applies now and down at the next cycle, unless --when says otherwise. Where payments are configured, the ' +
      'provider is told; an operator decides without paying.',
  ],
  options: {
    plan: { value: 'PLAN', says: 'the plan that it is to have' },
    when: { value: 'now|next_cycle', says: 'when it takes effect' },
    preview: { says: 'tell what it would do, and do nothing' },
    withdraw: { says: 'take back the edit that waits for the next cycle' },
    ...KEYED,
    ...ASKING,
  },
  takes: [1, 1],
  run: (call) => {
    const { args, flags, io, json } = call;
    const [account] = args as [string];
    if (flags.withdraw === true)
      return onInstance(call, async (client) =>
        tell(call, await client.accounts.withdrawPlanEdit(account, keyOf(flags, io))),
      );
    const effective = choiceOf(textOf(flags, 'when'), '--when', ['now', 'next_cycle']);
    const preview = flags.preview === true;
    const body = { plan: needed(flags, 'plan'), effective, preview };
    return onInstance(call, async (client) => {
      const key = preview ? {} : keyOf(flags, io);
      const seen = await client.accounts.editPlan(account, body, key);
      if (json) io.out(JSON.stringify(seen));
      else {
        const at = seen.effective === 'now' ? 'now' : `at ${instant(seen.applies_at)}`;
        io.out(`${account}: ${seen.plan} ${at}${preview ? ' (nothing was changed)' : ''}`);
        io.out(`  available  ${number(seen.before.available)} before, ${number(seen.after.available)} after`);
      }
      return 0;
    });
  },
};

const phase = (name: 'pause' | 'resume', summary: string, about: string, done: string): Command => ({
  name: `account ${name}`,
  summary,
  usage: 'ACCOUNT',
  about: [about],
  options: { ...KEYED, ...ASKING },
  takes: [1, 1],
  run: (call) =>
    onInstance(call, async (client) =>
      tell(call, await client.accounts[name](call.args[0]!, keyOf(call.flags, call.io)), done),
    ),
});

const cancel: Command = {
  name: 'account cancel',
  summary: 'cancel an account, or withdraw the cancellation',
  usage: 'ACCOUNT',
  about: ['At the cycle’s end, unless --now is given. Bonus grants stay.'],
  options: {
    now: { says: 'at once' },
    withdraw: { says: 'take back a cancellation that is still to come' },
    ...KEYED,
    ...ASKING,
  },
  takes: [1, 1],
  run: (call) => {
    const { args, flags, io } = call;
    const [account] = args as [string];
    return onInstance(call, async ({ accounts }) => {
      const key = keyOf(flags, io);
      if (flags.withdraw === true)
        return tell(call, await accounts.withdrawCancel(account, key), 'The cancellation is withdrawn.');
      const when = flags.now === true ? 'now' : 'cycle_end';
      return tell(call, await accounts.cancel(account, { when }, key));
    });
  },
};

export const accountCommands: Command[] = [
  show,
  list,
  create,
  edit,
  phase(
    'pause',
    'pause an account',
    'No plan credits and no spending until it resumes. A trial can’t pause.',
    'Paused.',
  ),
  phase(
    'resume',
    'resume a paused or canceled account',
    'From a pause into the current cycle; from a cancellation into a new one.',
    'Resumed.',
  ),
  cancel,
];
