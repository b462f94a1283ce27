import { countWords } from '@inkwell/words';
import { GREETINGS, MAILS, SIGN_OFFS } from '../frames/mail.ts';
import type { MailFrames } from '../frames/mail.ts';
import { REVIEW_SCRIPT } from '../scripts/review.ts';
import { pick, shuffled } from '../seed.ts';
import { fill, fillAll } from '../slots.ts';
import type { Script } from '../types.ts';
import { nth } from './kit.ts';
import type { Draft, Kit } from './kit.ts';
import { scriptDraft } from './script.ts';

const MANY = 12;

/** Subject line, greeting, body, sign-off; a reply to a review is one paragraph. */
export function mailDraft(kit: Kit): Draft {
  const { brief, slots, deck, position } = kit;
  if (brief.form === 'review-reply') return scriptDraft(kit, REVIEW_SCRIPT);
  const frames = MAILS[brief.form] ?? MAILS['general']!;
  const subject = `Subject: ${nth(fillAll(shuffled(frames.subject, deck), slots), position)}`;
  // Without a name the sender's own mail program signs.
  const signed = brief.name === null ? '' : `,\n${brief.name}`;
  const head_words = countWords(`${subject} Hello ${signed === '' ? '' : 'Kind regards'} ${signed}`);
  const can_open = frames.open.some((frame) => fill(frame, slots) !== null);
  const script = scriptOf(can_open ? frames : { ...frames, open: MAILS['general']!.open });
  const body = scriptDraft(kit, script, head_words);
  return (rng) => {
    const greeting = pick(GREETINGS, rng);
    const sign_off = signed === '' ? '' : `\n\n${pick(SIGN_OFFS, rng)}${signed}`;
    return `${subject}\n\n${greeting}\n\n${body(rng)}${sign_off}`;
  };
}

/** The opening with what it has to tell; what may be said besides; what is asked, and the close. */
function scriptOf({ open, facts = [], body, ask, close }: MailFrames): Script {
  return {
    openings: [],
    beats: [
      { say: open },
      ...facts.map((say) => ({ say })),
      { say: body, up_to: 2 },
      { say: body, up_to: MANY, is_new_paragraph: true },
      ...(ask === undefined ? [] : [{ say: ask }]),
      { say: close },
    ],
  };
}
