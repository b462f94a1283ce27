import { capitalize, fixArticles } from './language.ts';
import type { Brief } from './types.ts';

/**
 * Fills a frame: `{s}` the subject, `{a}` the audience, `{n}` the name, `{w}` what it is; `[one|many]` agrees with
 * the subject. The result starts with a capital and has its articles right.
 */
export function fill(frame: string, brief: Brief): string {
  const filled = frame
    .replace(/\[([^\]|]*)\|([^\]]*)\]/g, (_, one: string, many: string) => (brief.is_plural ? many : one))
    .replaceAll('{s}', brief.subject)
    .replaceAll('{a}', brief.audience ?? brief.pack.people)
    .replaceAll('{n}', brief.name ?? brief.subject);
  return capitalize(fixArticles(filled));
}
