import { countWords } from '@inkwell/words';
import { chooseFitting } from '../choose.ts';
import { GREETINGS, MAILS, REVIEW_REPLY, SIGN_OFFS } from '../frames/mail.ts';
import { pick, shuffled } from '../seed.ts';
import { fillAll } from '../slots.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';

/** Subject line, greeting, body, sign-off; a reply to a review is one paragraph. */
export function mailDraft(kit: Kit): Draft {
  const { brief, slots, deck, position } = kit;
  const is_reply = brief.form === 'review-reply';
  const frames = is_reply ? REVIEW_REPLY : (MAILS[brief.form] ?? MAILS['general']!);
  const opens = fillAll(shuffled(frames.open, deck), slots);
  const subjects = fillAll(shuffled(frames.subject, deck), slots);
  const open = nth(opens, position);
  const body = fillAll(frames.body, slots);
  const asked = body.filter(
    (sentence) => slots.values['g'] !== undefined && sentence.includes(slots.values['g']),
  );
  return (rng) => {
    const greeting = pick(GREETINGS, rng);
    // Without a name the sender's own mail program signs.
    const sign_off = brief.name === null || is_reply ? '' : `\n\n${pick(SIGN_OFFS, rng)},\n${brief.name}`;
    const head = is_reply ? '' : `Subject: ${nth(subjects, position)}\n\n${greeting}\n\n`;
    const fixed = countWords(`${head}${open} ${sign_off}`);
    const middle = Math.max(0, Math.round((brief.target_words - fixed - 8) / 12 + (rng() - 0.5) * 1.5));
    const plan = Array.from({ length: middle }, (_, i) => (i === 0 && asked.length > 0 ? asked : body));
    const chosen = chooseFitting([...plan, frames.close], brief, fixed, rng) ?? [];
    if (is_reply) return [open, ...chosen].join(' ');
    const half = Math.ceil(chosen.length / 2);
    const first = [open, ...chosen.slice(0, half)].join(' ');
    const second = chosen.slice(half).join(' ');
    return `${head}${first}${second === '' ? '' : `\n\n${second}`}${sign_off}`;
  };
}
