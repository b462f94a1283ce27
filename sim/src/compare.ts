import { isDeepStrictEqual } from 'node:util';
/** Whether an id of the system stands for a handle of the model. */
export type SameId = (handle: string, id: string) => boolean;

interface ToldSlice {
  grant: string;
  kind: string;
  credits: number;
}

/** Neighbours of one grant count as one slice: how finely a list is cut is no figure. */
function merged(slices: ToldSlice[]): ToldSlice[] {
  const list: ToldSlice[] = [];
  for (const { grant, kind, credits } of slices) {
    const last = list.at(-1);
    if (last !== undefined && last.grant === grant) last.credits += credits;
    else list.push({ grant, kind, credits });
  }
  return list;
}

function sameSlices(expected: ToldSlice[], got: ToldSlice[], sameId: SameId): boolean {
  const [ours, theirs] = [merged(expected), merged(got)];
  return (
    ours.length === theirs.length &&
    ours.every((slice, i) => {
      const { grant, kind, credits } = theirs[i]!;
      return slice.kind === kind && slice.credits === credits && sameId(slice.grant, grant);
    })
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The path of the first expected figure that was not got, or null. More may be got than is expected. */
export function firstDifference(expected: unknown, got: unknown, sameId: SameId, path = ''): string | null {
  if (!isRecord(expected) || !isRecord(got)) return isDeepStrictEqual(expected, got) ? null : path;
  for (const [name, value] of Object.entries(expected)) {
    const here = `${path}.${name}`;
    const theirs = got[name];
    if (name === 'slices' && Array.isArray(theirs)) {
      if (!sameSlices(value as ToldSlice[], theirs as ToldSlice[], sameId)) return here;
    } else if ((name === 'hold' || name === 'grant' || name === 'clock') && typeof value === 'string') {
      if (typeof theirs !== 'string' || !sameId(value, theirs)) return here;
    } else {
      const difference = firstDifference(value, theirs, sameId, here);
      if (difference !== null) return difference;
    }
  }
  return null;
}
