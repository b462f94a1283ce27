/** What a check found. `level` fail: the instance can't work rightly so. */
export interface Finding {
  level: 'ok' | 'warn' | 'fail';
  /** What was looked at: `data folder`. */
  about: string;
  /** What is so, in a few words; no secret ever. */
  says: string;
  /** What to do about it. */
  todo?: string;
}

export const ok = (about: string, says: string): Finding => ({ level: 'ok', about, says });
export const warn = (about: string, says: string, todo: string): Finding => ({
  level: 'warn',
  about,
  says,
  todo,
});
export const fail = (about: string, says: string, todo: string): Finding => ({
  level: 'fail',
  about,
  says,
  todo,
});
