/**
 * A sign that no key of a caller has: theirs are printable ASCII (contract/ids.ts). Otherwise whoever may spend could use
 * up the key under which an output is going to be settled, or an unpaid account paused, and neither would ever happen.
 */
const OWN = '·';

/** The key of a command that the server gives by itself (K1): nobody else can have used it. */
export const ownKey = (name: string): string => `${OWN}${name}`;
