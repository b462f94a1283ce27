export interface StaffSearch {
  /** What is looked for: a name, an id, a mail address. */
  readonly q?: string;
}

export const staffSearch = ({ q }: Record<string, unknown>): StaffSearch =>
  typeof q === 'string' && q !== '' ? { q } : typeof q === 'number' ? { q: String(q) } : {};
