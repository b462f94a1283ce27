import { sentencesIn } from './edits/text.ts';

const BAD =
  /\b(?:not|never|no|nobody|nothing|slow|late|cold|broke|broken|scratch\w*|damag\w*|bad|worst|worse|poor\w*|rude\w*|dirty|wrong|noisy|missing|miss\w*|disappoint\w*|terrible|awful|horrible|expensive|overpriced|wait(?:ed|ing)|fail\w*|stale|dry|small|confus\w*|difficult|hard|unfriendly|refund|return(?:ed)?|unfortunately|however|too|after breakfast|\w+n[’']t)\b/i;
const GOOD =
  /\b(?:love\w*|best|great|good|excellent|wonderful|perfect\w*|friendly|healthy|well|calm|nice|kind|beautiful\w*|fresh|delicious|fast|quick\w*|helpful|recommend\w*|happy|fantastic|amazing|pleasant|warm|thank\w*|enjoy\w*|comfortable|easy|tasty|favou?rite)\b/i;

const MAX_WORDS = 12;

/** What a review praises and what it complains of, in its own words: `praise`, `complaint`. */
export function readReview(review: string, name: string | null): Record<string, string | undefined> {
  const parts = sentencesIn(review).flatMap((sentence) =>
    sentence.split(/[,;]?\s+(?:but|though|although|yet|however|except that)[,]?\s+|;\s+/i).flatMap(byVerdict),
  );
  const said = (part: string | undefined) => {
    const text = part?.trim().replace(/[.!?;:,…\s]+$/, '') ?? '';
    const is_short = text !== '' && text.split(/\s+/).length <= MAX_WORDS && !/[“”"]/.test(text);
    return is_short ? `“${lowered(text, name)}”` : undefined;
  };
  const bad = parts.find((part) => BAD.test(part));
  const good = parts.find((part) => GOOD.test(part) && !BAD.test(part));
  const has_complaint = bad !== undefined;
  return {
    praise: said(good),
    complaint: said(bad),
    mixed: has_complaint && good !== undefined ? '' : undefined,
    pleased: has_complaint ? undefined : '',
    hurt: has_complaint ? '' : undefined,
  };
}

/** A quotation goes into the middle of a sentence, so only a name or "I" keeps its capital. */
function lowered(text: string, name: string | null): string {
  const keeps = /^(?:I\b|\p{Lu}{2})/u.test(text) || (name !== null && text.startsWith(name));
  return keeps ? text : text[0]!.toLowerCase() + text.slice(1);
}

/** "Good software, slow support": two verdicts, one on each side of the comma. */
function byVerdict(part: string): string[] {
  const [first, ...others] = part.split(/,\s+/);
  const rest = others.join(', ');
  return rest !== '' && BAD.test(first!) !== BAD.test(rest) ? [first!, rest] : [part];
}
