/** The answers of the server that the app reads. Credits are whole numbers, instants RFC 3339 UTC. */

export interface Bucket {
  readonly limit: number;
  readonly available: number;
  readonly held: number;
  readonly spent: number;
}

export interface Balance {
  readonly account: string;
  readonly phase: 'trialing' | 'active' | 'paused' | 'canceled';
  readonly available: number;
  readonly held: number;
  /** The one figure that people are shown. */
  readonly left: number;
  readonly plan: Bucket | null;
  readonly trial: Bucket | null;
  readonly bonus: {
    readonly available: number;
    readonly held: number;
    readonly spent: number;
    readonly eligible: boolean;
    readonly locked_by: string | null;
  };
  readonly cycle: { readonly number: number; readonly starts_at: string; readonly ends_at: string };
  readonly refunds: { readonly cap: number; readonly used: number; readonly left: number };
  readonly seq: number;
  readonly as_of: string;
}

export type Role = 'owner' | 'admin' | 'member';

export interface Session {
  readonly account: string;
  readonly workspace: { readonly name: string };
  readonly member: string;
  readonly name: string;
  readonly role: Role;
  readonly staff: boolean;
  readonly model: { readonly id: string; readonly is_demo: boolean };
  readonly support: { readonly email: string | null; readonly url: string | null };
}

export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly monthly_credits: number;
  readonly monthly_price_cents: number;
  readonly yearly_price_cents: number;
  readonly trial_credits: number;
  readonly trial_days: number;
  readonly refund_ratio: number;
  readonly currency: string;
}

export interface Account {
  readonly account: string;
  readonly plan: string;
  readonly interval: 'month' | 'year';
  readonly phase: Balance['phase'];
  readonly time_zone: string;
  readonly pending: { readonly plan: string; readonly applies_at: string } | null;
  readonly cancel_at: string | null;
  readonly when_empty: 'stop' | 'top_up';
  readonly default_member_cap: number | null;
  readonly balance: Balance;
}

export interface Grant {
  readonly grant: string;
  readonly kind: 'plan' | 'trial' | 'bonus';
  readonly source: string | null;
  readonly reason: string | null;
  readonly amount: number;
  readonly available: number;
  readonly held: number;
  readonly spent: number;
  readonly expired: number;
  readonly revoked: number;
  readonly created_at: string;
}

export interface Member {
  readonly member: string;
  readonly cap: number | null;
  readonly cap_source: 'member' | 'default' | null;
  readonly spent: number;
  readonly held: number;
  readonly refunded: number;
  readonly left: number | null;
}

export interface UsageRow {
  readonly key: string;
  readonly credits: number;
  readonly refunded: number;
  readonly outputs: number;
}

export interface Usage {
  readonly data: readonly UsageRow[];
  readonly totals: { readonly credits: number; readonly refunded: number; readonly outputs: number };
}

export interface PlanPreview {
  readonly before: Balance;
  readonly after: Balance;
  readonly applies_at: string;
  readonly due_cents: number;
}

export type Vote = 'up' | 'down' | 'none';

export interface VoteReply {
  readonly vote: Vote;
  readonly refunded: number;
  readonly expired: number;
  readonly absorbed: number;
  readonly capped: boolean;
  readonly charged_back: number;
  readonly refunds: Balance['refunds'];
  readonly balance: Balance;
  readonly tips?: readonly string[];
}

export type Length = 's' | 'm' | 'l';
export type Finish = 'done' | 'stopped' | 'out_of_credits' | 'member_cap' | 'model_error' | 'too_long';

export interface RunRequest {
  readonly kind: 'command';
  readonly input: string;
  readonly length: Length | null;
  readonly outputs: number;
}

export type RunEvent =
  | {
      readonly event: 'run';
      readonly run: string;
      readonly created_at: string;
      readonly outputs: readonly { readonly output: string; readonly index: number }[];
      readonly estimate_credits: number;
      readonly model: string;
      readonly is_demo: boolean;
    }
  | { readonly event: 'text'; readonly output: string; readonly text: string; readonly words: number }
  | {
      readonly event: 'settled';
      readonly output: string;
      readonly words: number;
      readonly charged: number;
      readonly shortfall: number;
      readonly finish: Finish;
      readonly detail: string | null;
    }
  | {
      readonly event: 'failed';
      readonly output: string;
      readonly code: string;
      readonly detail: string;
      readonly words: number;
      readonly charged: number;
    }
  | ({ readonly event: 'balance' } & Balance)
  | { readonly event: 'done'; readonly run: string; readonly words: number; readonly charged: number };

export interface RunOutput {
  readonly output: string;
  readonly index: number;
  readonly text: string;
  readonly words: number;
  readonly charged: number;
  readonly refunded: number;
  readonly vote: Vote;
  readonly finish: Finish | null;
  readonly detail: string | null;
}

export interface Run {
  readonly run: string;
  readonly created_at: string;
  readonly member: string;
  readonly kind: string;
  readonly input: string;
  readonly length: Length | null;
  readonly model: string;
  readonly is_demo: boolean;
  readonly outputs: readonly RunOutput[];
}

export interface Page<T> {
  readonly data: readonly T[];
  readonly next_cursor: string | null;
}

export interface Notice {
  readonly kind: string;
  readonly threshold?: number;
  readonly credits?: number;
  readonly reason?: string;
}

export interface Receipt {
  readonly output: string;
  readonly run: string | null;
  readonly member: string;
  readonly source: string;
  readonly words: number;
  readonly charged: number;
  readonly counter?: string;
  readonly slices: readonly { readonly grant: string; readonly kind: string; readonly credits: number }[];
  readonly refunded: number;
  readonly vote: Vote;
}
