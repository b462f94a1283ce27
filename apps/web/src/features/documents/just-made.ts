import type { DocumentDetail } from '../../shared/api/types.ts';

/** The document that was made on this page a moment ago: it is shown at once, without reading it, its Title focused. */
let made: DocumentDetail | null = null;

export function keepMade(detail: DocumentDetail | null): void {
  made = detail;
}

export const justMade = (document: string): DocumentDetail | undefined =>
  made?.document === document ? made : undefined;
