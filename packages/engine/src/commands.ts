import type {
  BonusSource,
  Catalogue,
  ChargeSource,
  Entry,
  Interval,
  OutputRecord,
  Refusal,
  VoteValue,
} from './types.ts';

/** What can be asked of an account. Optional fields are filled with their defaults before the fingerprint (K1). */
interface Keyed {
  account: string;
  key: string;
  /** Who asked: an operator's or workspace's key, a person, or the system. */
  actor: string;
}

export interface CreateAccount extends Keyed {
  op: 'create_account';
  plan: string;
  interval?: Interval | undefined;
  trial?: boolean | undefined;
  trial_converts?: boolean | undefined;
  /** A4: the trial waits until it is started. */
  trial_waits?: boolean | undefined;
  anchor_at?: number | undefined;
  time_zone?: string | undefined;
  clock?: string | undefined;
}
export interface EditPlan extends Keyed {
  op: 'edit_plan';
  plan: string;
  /** How it is billed from then on (A1); unless told, as it is now. */
  interval?: Interval | undefined;
  effective?: 'now' | 'next_cycle' | undefined;
}
export interface ChangeSettings extends Keyed {
  op: 'change_settings';
  default_member_cap?: number | null | undefined;
  when_empty?: 'stop' | 'top_up' | undefined;
  top_up_monthly_limit?: number | null | undefined;
  time_zone?: string | undefined;
  /** How it is billed from now on (A1), and whether its trial converts (A4): told by whoever takes the payments. */
  interval?: Interval | undefined;
  trial_converts?: boolean | undefined;
}
export interface SetMemberCap extends Keyed {
  op: 'set_member_cap';
  member: string;
  cap: number | null;
}
export interface RemoveMemberCap extends Keyed {
  op: 'remove_member_cap';
  member: string;
}
export interface Plain extends Keyed {
  op: 'withdraw_edit' | 'pause' | 'resume' | 'withdraw_cancel' | 'start_trial' | 'convert_trial';
}
export interface Cancel extends Keyed {
  op: 'cancel';
  when?: 'now' | 'cycle_end' | undefined;
}
export interface Award extends Keyed {
  op: 'award';
  credits: number;
  reason: string;
  source?: BonusSource | undefined;
}
export interface Revoke extends Keyed {
  op: 'revoke';
  grant: string;
  reason: string;
}
export interface PlaceHold extends Keyed {
  op: 'hold';
  credits: number;
  member: string;
  mode?: 'exact' | 'up_to' | undefined;
  min?: number | undefined;
  ttl_s?: number | undefined;
  run?: string | undefined;
  source?: ChargeSource | undefined;
}
export interface Extend extends Keyed {
  op: 'extend';
  hold: string;
  credits: number;
  mode?: 'exact' | 'up_to' | undefined;
  ttl_s?: number | undefined;
}
/** What was counted of a text, by the ledger's own counter (C2). */
export interface Counted {
  counter: string;
  text_sha256: string;
}
export interface Settle extends Keyed {
  op: 'settle';
  hold: string;
  output: string;
  words: number;
  counted?: Counted | undefined;
  excess?: 'cap' | 'charge' | 'reject' | undefined;
  source?: ChargeSource | undefined;
  labels?: string[] | undefined;
}
export interface Release extends Keyed {
  op: 'release';
  hold: string;
}
export interface Charge extends Keyed {
  op: 'charge';
  output: string;
  member: string;
  source: ChargeSource;
  words: number;
  counted?: Counted | undefined;
  run?: string | undefined;
  labels?: string[] | undefined;
}
export interface Vote extends Keyed {
  op: 'vote';
  output: string;
  vote: VoteValue;
  member: string;
  reason?: string | undefined;
}
/** A6: the clock's time arrives on an account that is bound to it. */
export interface AdvanceClock extends Keyed {
  op: 'advance_clock';
  to_at: number;
}
/** The sweeper's touch: only what is due (A3). It has no key and writes no entry of its own. */
export interface Touch {
  op: 'touch';
  account: string;
}

export type KeyedCommand =
  | CreateAccount
  | EditPlan
  | ChangeSettings
  | SetMemberCap
  | RemoveMemberCap
  | Plain
  | Cancel
  | Award
  | Revoke
  | PlaceHold
  | Extend
  | Settle
  | Release
  | Charge
  | Vote
  | AdvanceClock;
export type Command = KeyedCommand | Touch;

/** What the rules are given besides the account and the command. */
export interface Context {
  /** Milliseconds since 1970; the account's effective now is never before its last entry. */
  now: number;
  catalogue: Catalogue;
  /** The entry that the account already has under the command's key (K1). */
  keyed?: Entry | undefined;
  /** The output that the command names, if the account has it (C1, R1). */
  output?: OutputRecord | undefined;
  /** Words delivered by open streams and not yet settled, for `left` (api.md). */
  delivered_words?: number | undefined;
  /** The instant on the test clock that a new account joins (A6); undefined if there is no such clock. */
  clock_now?: number | undefined;
}

/** An answer: the status is HTTP's, the body the contract's. */
export interface Reply {
  status: 200 | 201;
  body: Record<string, unknown>;
}

export type Decision<State> =
  | { ok: true; state: State; entries: Entry[]; reply: Reply; replayed: boolean }
  | { ok: false; refusal: Refusal };
