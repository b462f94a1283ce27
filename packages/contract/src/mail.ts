import { PLAIN, table } from './route.ts';
import { noBody } from './schemas/accounts.ts';
import * as schemas from './schemas/mail.ts';
import { mailProof } from './schemas/people.ts';

const plain = { ...PLAIN, tag: 'People' } as const;
const confirmed = [{ status: 200, description: 'Confirmed.', schema: schemas.mailConfirmed }];

/** Proofs of mail addresses, where the instance sends mail; and the way out of mails about credits. */
export const mailRoutes = table({
  confirmMail: {
    ...plain,
    id: 'confirmMail',
    method: 'POST',
    path: '/app/mail/confirm',
    summary: 'Confirm a mail address by its link',
    description: 'Signed in or not. The link works once. A trial that waited for it begins (L4).',
    body: schemas.mailConfirmPost,
    responses: confirmed,
    errors: ['link_not_found', 'mail_taken', 'not_allowed'],
    access: 'public',
  },
  confirmMailByCode: {
    ...plain,
    id: 'confirmMailByCode',
    method: 'POST',
    path: '/app/me/mail/confirm',
    summary: 'Confirm one’s mail address by the code of the mail',
    description: 'After ten wrong codes only the link is left, or another mail.',
    body: schemas.mailCodePost,
    responses: confirmed,
    errors: ['link_not_found', 'mail_taken', 'not_allowed', 'invalid_state'],
    access: 'person',
  },
  sendMailProof: {
    ...plain,
    id: 'sendMailProof',
    method: 'POST',
    path: '/app/me/mail/send',
    summary: 'Send the mail that confirms one’s address again',
    description: 'The link and the code of the mail before open nothing any more.',
    body: noBody,
    responses: [{ status: 200, description: 'On its way.', schema: mailProof }],
    errors: ['invalid_state'],
    access: 'person',
  },
  confirmMailByHand: {
    ...plain,
    id: 'confirmMailByHand',
    method: 'POST',
    path: '/app/confirmations',
    summary: 'Confirm somebody’s mail address by hand',
    description: 'For people whom no mail reaches. It goes on the record of what staff have done.',
    body: schemas.mailByHandPost,
    responses: confirmed,
    errors: ['member_not_found', 'invalid_state', 'mail_taken', 'link_not_found'],
    access: 'operator',
  },
  stopNotices: {
    ...plain,
    id: 'stopNotices',
    method: 'POST',
    path: '/app/mail/off/{token}',
    summary: 'Get no more mails about credits',
    description: 'By the token that stands in each of them; whatever body comes is not looked at (RFC 8058).',
    params: schemas.mailOffParams,
    responses: [{ status: 204, description: 'Turned off.', schema: null }],
    errors: ['link_not_found'],
    access: 'public',
  },
});
