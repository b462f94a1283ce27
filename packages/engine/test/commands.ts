import type { Command, KeyedCommand } from '../src/index.ts';

/** Words for the tests: each makes a command without account, key and actor, which the harness adds. */

type Without<C> = C extends KeyedCommand ? Omit<C, 'account' | 'key' | 'actor'> : never;
export type Asked = Without<KeyedCommand>;
type Of<Op extends Command['op']> = Partial<Omit<Extract<Asked, { op: Op }>, 'op'>>;

let outputs = 0;
export const someOutput = (): string => `out-${(outputs += 1)}`;

export const charge = (words: number, more: Of<'charge'> = {}): Asked => ({
  op: 'charge',
  output: more.output ?? someOutput(),
  member: 'mia',
  source: 'command',
  words,
  ...more,
});

export const hold = (credits: number, more: Of<'hold'> = {}): Asked => ({
  op: 'hold',
  credits,
  member: 'mia',
  ...more,
});
export const upTo = (credits: number, more: Of<'hold'> = {}): Asked =>
  hold(credits, { mode: 'up_to', ...more });

export const extend = (id: string, credits: number, more: Of<'extend'> = {}): Asked => ({
  op: 'extend',
  hold: id,
  credits,
  ...more,
});

export const settle = (id: string, words: number, more: Of<'settle'> = {}): Asked => ({
  op: 'settle',
  hold: id,
  output: more.output ?? someOutput(),
  words,
  ...more,
});

export const release = (id: string): Asked => ({ op: 'release', hold: id });

const votes =
  (vote: 'up' | 'down' | 'none') =>
  (output: string, more: Of<'vote'> = {}): Asked => ({
    op: 'vote',
    output,
    vote,
    member: 'mia',
    ...more,
  });
export const up = votes('up');
export const down = votes('down');
export const unvote = votes('none');

export const award = (credits: number, more: Of<'award'> = {}): Asked => ({
  op: 'award',
  credits,
  reason: 'thanks',
  ...more,
});
export const revoke = (grant: string): Asked => ({ op: 'revoke', grant, reason: 'by mistake' });

export const edit = (plan: string, effective?: 'now' | 'next_cycle'): Asked => ({
  op: 'edit_plan',
  plan,
  effective,
});
export const withdrawEdit: Asked = { op: 'withdraw_edit' };
export const settings = (more: Of<'change_settings'>): Asked => ({ op: 'change_settings', ...more });
export const cap = (member: string, credits: number | null): Asked => ({
  op: 'set_member_cap',
  member,
  cap: credits,
});
export const uncap = (member: string): Asked => ({ op: 'remove_member_cap', member });
export const pause: Asked = { op: 'pause' };
export const resume: Asked = { op: 'resume' };
export const cancel = (when?: 'now' | 'cycle_end'): Asked => ({ op: 'cancel', when });
export const withdrawCancel: Asked = { op: 'withdraw_cancel' };
export const convert: Asked = { op: 'convert_trial' };
export const startTrial: Asked = { op: 'start_trial' };
export const advance = (to: string): Asked => ({ op: 'advance_clock', to_at: Date.parse(to) });
export const create = (plan: string, more: Of<'create_account'> = {}): Asked => ({
  op: 'create_account',
  plan,
  ...more,
});
