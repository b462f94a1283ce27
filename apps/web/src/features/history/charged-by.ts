import type { ProgramOutput } from '../../shared/api/types.ts';

const MEMBER = 'member:';

/** By what, in words: a key by its name, the operator's key, or a person's own session. */
export function chargedBy(
  { key, actor }: Pick<ProgramOutput, 'key' | 'actor'>,
  nameOf: (member: string) => string,
): string {
  if (key !== null) return `charged by the key ${key.name}`;
  if (actor.startsWith(MEMBER)) return `charged by ${nameOf(actor.slice(MEMBER.length))} over the API`;
  return actor === 'operator' ? 'charged by the operator’s key' : 'charged over the API';
}
