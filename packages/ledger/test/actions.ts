import type { Charge, CreateAccount, PlaceHold, Settle, VoteValue } from '@inkwell/engine';
import type { Answer, Command, Ledger } from '../src/index.ts';

/** Commands as a test says them; those that should pass answer with the reply's body. */

/** The fields that tests read; each reply has some of them. */
interface Body {
  [name: string]: unknown;
  hold: string;
  grant: string;
  clock: string;
  refunded: number;
  charged: number;
}

export const passed = (answer: Answer): Body => {
  if (!answer.ok) throw new Error(`refused: ${answer.refusal.code}: ${answer.refusal.detail}`);
  return answer.reply.body as unknown as Body;
};

export function actionsOn(ledger: Ledger) {
  let keys = 0;
  const tag = crypto.randomUUID().slice(0, 8);
  const base = (account: string) => ({ account, key: `${tag}-${(keys += 1)}`, actor: 'test' });
  const run = async (command: Command) => passed(await ledger.execute(command));
  const chargeCommand = (
    account: string,
    output: string,
    words: number,
    more: Partial<Charge> = {},
  ): Charge => ({
    ...base(account),
    op: 'charge',
    output,
    member: 'ines',
    source: 'command',
    words,
    ...more,
  });
  const holdCommand = (account: string, credits: number, more: Partial<PlaceHold> = {}): PlaceHold => ({
    ...base(account),
    op: 'hold',
    credits,
    member: 'ines',
    ...more,
  });
  return {
    run,
    base,
    chargeCommand,
    holdCommand,
    create: (account: string, more: Partial<CreateAccount> = {}) =>
      run({ ...base(account), op: 'create_account', plan: 'pro', ...more }),
    charge: (account: string, output: string, words: number, more: Partial<Charge> = {}) =>
      run(chargeCommand(account, output, words, more)),
    hold: (account: string, credits: number, more: Partial<PlaceHold> = {}) =>
      run(holdCommand(account, credits, more)),
    settle: (account: string, hold: string, output: string, words: number, more: Partial<Settle> = {}) =>
      run({ ...base(account), op: 'settle', hold, output, words, ...more }),
    release: (account: string, hold: string) => run({ ...base(account), op: 'release', hold }),
    vote: (account: string, output: string, vote: VoteValue, member = 'ines') =>
      run({ ...base(account), op: 'vote', output, vote, member }),
    award: (account: string, credits: number) =>
      run({ ...base(account), op: 'award', credits, reason: 'a test' }),
    touch: (account: string) => run({ op: 'touch', account }),
  };
}
export type Actions = ReturnType<typeof actionsOn>;
