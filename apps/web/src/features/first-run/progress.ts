/** The first minutes of a workspace: what there is to try, and what of it was done. Plain functions. */

export const STEPS = ['you', 'run', 'downvote', 'usage', 'invite', 'award'] as const;
export type Step = (typeof STEPS)[number];

/** Who looks at the steps, and where. */
export interface Newcomer {
  readonly is_demo: boolean;
  readonly trialing: boolean;
  readonly manages: boolean;
  readonly owner: boolean;
  readonly staff: boolean;
  /** The demo's staff are one click away. */
  readonly has_helper: boolean;
}

/**
 * What there is to try. The demo shows its credits; a trial its people too. Who came by the first link of an instance of
 * their own is nobody yet: without an address and a password that link is their only way in.
 */
export function stepsFor(newcomer: Newcomer): readonly Step[] {
  const { is_demo, trialing, manages, owner, staff, has_helper } = newcomer;
  if (is_demo)
    return staff || has_helper ? ['run', 'downvote', 'usage', 'award'] : ['run', 'downvote', 'usage'];
  if (trialing) return manages ? ['run', 'downvote', 'usage', 'invite'] : ['run', 'downvote', 'usage'];
  return staff && owner ? ['you', 'run', 'downvote', 'usage', 'invite', 'award'] : [];
}

/** How things stood when the checklist was first shown on this device, and what was done since. */
export interface Progress {
  /** The newest run and grant of then; empty where there was none. Their ids sort by when they were made. */
  readonly run: string;
  readonly grant: string;
  readonly refunds_used: number;
  readonly cycle: number;
  readonly done: readonly Step[];
}

/** How things stand now. */
export interface Standing {
  readonly run: string;
  readonly grant: string;
  /** Of the newest grant; null where there is none. */
  readonly grant_source: string | null;
  readonly refunds_used: number;
  readonly cycle: number;
  readonly path: string;
  /** Whether oneself can sign in by mail and password. */
  readonly is_known: boolean;
  /** Members and invitations that wait. */
  readonly people: number;
}

export const beginning = ({ run, grant, refunds_used, cycle }: Standing): Progress => ({
  run,
  grant,
  refunds_used,
  cycle,
  done: [],
});

/** What was done of the steps; the same object where nothing was added. What is ticked stays ticked. */
export function ticked(progress: Progress, now: Standing): Progress {
  const is_done: Record<Step, boolean> = {
    you: now.is_known,
    invite: now.people > 1,
    run: now.run !== progress.run && now.run !== '',
    // Another cycle begins its refunds at none.
    downvote: now.refunds_used > (now.cycle === progress.cycle ? progress.refunds_used : 0),
    usage: now.path.startsWith('/settings/usage'),
    award: now.grant !== progress.grant && now.grant_source === 'staff',
  };
  const done = STEPS.filter((step) => progress.done.includes(step) || is_done[step]);
  return done.length === progress.done.length ? progress : { ...progress, done };
}

/** What this device kept; null if there is nothing, or nothing that can be read. */
export function readProgress(kept: string | null): Progress | null {
  if (kept === null) return null;
  try {
    const { run, grant, refunds_used, cycle, done } = (JSON.parse(kept) ?? {}) as Partial<Progress>;
    if (typeof run !== 'string' || typeof grant !== 'string' || !Array.isArray(done)) return null;
    if (typeof refunds_used !== 'number' || typeof cycle !== 'number') return null;
    return { run, grant, refunds_used, cycle, done: STEPS.filter((step) => done.includes(step)) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
