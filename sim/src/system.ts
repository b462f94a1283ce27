import type { Command, RefusalCode } from '@inkwell/engine';
import type { GrantFigures } from './model-account.ts';
import type { UsageGroup, UsageRow } from './model-views.ts';

/** `replayed` is null where it can't be known: the command was sent again after a crash. */
export type SystemAnswer =
  | { ok: true; status: number; body: Record<string, unknown>; text: string; replayed: boolean | null }
  | { ok: false; code: RefusalCode };

export interface SystemGrant extends GrantFigures {
  grant: string;
  kind: string;
  state: string;
}

/** What the simulation needs of a system that keeps accounts. Instants are milliseconds since 1970. */
export interface SystemUnderTest {
  execute(command: Command, now: number): Promise<SystemAnswer>;
  /** Carries out commands at once; those of one account in their order. */
  executeAll(commands: Command[], now: number): Promise<SystemAnswer[]>;
  /** Carries out one command by two processes at once. */
  executeTwice(command: Command, now: number): Promise<[SystemAnswer, SystemAnswer]>;
  balance(account: string, now: number): Promise<Record<string, unknown>>;
  member(account: string, member: string, now: number): Promise<Record<string, unknown>>;
  usage(account: string, cycle: number, group: UsageGroup, now: number): Promise<UsageRow[]>;
  grants(account: string, now: number): Promise<SystemGrant[]>;
  /** What does not fit in an account's journal, or null. */
  verify(account: string): Promise<string | null>;
  createClock(at: number): Promise<string>;
  advanceClock(clock: string, to: number, key: string): Promise<void>;
  /** Writes what is due in every account (A3). */
  sweep(now: number): Promise<void>;
  /** Loses everything in memory, as a crash does. */
  restart(): Promise<void>;
  close(): Promise<void>;
}
