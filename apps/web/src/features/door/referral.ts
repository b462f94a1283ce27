/** The code of the referral link that brought somebody here, kept while they sign up, also over a reload. */
const PLACE = 'inkwell.ref';
const CODE = /^[0-9A-Za-z_-]{1,64}$/;

const store = (): Storage | null => {
  try {
    return window.localStorage;
  } catch {
    // Browsers that keep nothing for a page say so by throwing: then the code lives as long as its address.
    return null;
  }
};

/** Keeps the code that an address carries; it, or null without one. */
export function keepReferral(search: string): string | null {
  const code = new URLSearchParams(search).get('ref');
  if (code === null || !CODE.test(code)) return null;
  store()?.setItem(PLACE, code);
  return code;
}

export const keptReferral = (): string | null =>
  keepReferral(window.location.search) ?? store()?.getItem(PLACE) ?? null;

export const forgetReferral = (): void => store()?.removeItem(PLACE);
