import type { KeyedCommand } from '@inkwell/engine';

/** What can happen in a simulation. A list of events is all that is needed to make it happen again. */
export type SimEvent =
  /** `lost`: the reply never arrives. Holds, grants and clocks are named by the model's handles. */
  | { type: 'command'; now: number; command: KeyedCommand; lost: boolean }
  /** Commands that arrive at once; those of one account in their order. */
  | { type: 'burst'; now: number; commands: KeyedCommand[] }
  /** One command that arrives twice at once, at two processes. */
  | { type: 'twice'; now: number; command: KeyedCommand }
  | { type: 'read'; now: number; account: string }
  | { type: 'sweep'; now: number }
  | { type: 'restart' }
  | { type: 'clock'; now: number; clock: string }
  | { type: 'advance'; clock: string; to: number; key: string };

/** The system answered something else than the model. */
export class Difference extends Error {
  readonly event: SimEvent;
  readonly expected: unknown;
  readonly got: unknown;
  constructor(what: string, event: SimEvent, expected: unknown, got: unknown) {
    super(what);
    this.event = event;
    this.expected = expected;
    this.got = got;
  }
}
