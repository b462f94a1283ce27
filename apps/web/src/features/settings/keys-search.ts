/** What the log of refused requests is filtered by, as the address keeps it. */
export interface KeysSearch {
  /** The code of a refusal. */
  readonly code?: string;
  /** The id of a key. */
  readonly key?: string;
}

const WORD = /^\w{1,128}$/;

export function keysSearch({ code, key }: Record<string, unknown>): KeysSearch {
  return {
    ...(typeof code === 'string' && WORD.test(code) ? { code } : {}),
    ...(typeof key === 'string' && WORD.test(key) ? { key } : {}),
  };
}
