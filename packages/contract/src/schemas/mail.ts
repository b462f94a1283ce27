import { z } from 'zod';
import { id } from '../ids.ts';
import { mail, token } from './people.ts';
import { storable } from './values.ts';

/** Mail addresses that are proved, and mails that people turn off. */

/* What is asked. */

export const mailConfirmPost = z
  .strictObject({ token: token.describe('From the link of the mail.') })
  .meta({ id: 'MailConfirmPost' });

const CODE_RULE = 'must be the six digits of the mail';

export const mailCodePost = z
  .strictObject({
    code: storable(1, 32)
      .transform((text) => text.replaceAll(/\s/g, ''))
      .pipe(z.string().regex(/^\d{6}$/, { error: CODE_RULE })),
  })
  .meta({ id: 'MailCodePost', examples: [{ code: '482913' }] });

export const mailByHandPost = z
  .strictObject({
    member: id,
    mail: mail.describe('The address that is confirmed: the person’s, or the one that waits.'),
  })
  .meta({ id: 'MailByHandPost' });

export const mailOffParams = z.strictObject({ token: storable(1, 128) });

/* What is answered. */

export const mailConfirmed = z
  .object({
    mail: z.string(),
    trial_started: z.boolean().describe('A trial waited for it and has begun (L4).'),
  })
  .meta({ id: 'MailConfirmed' });
