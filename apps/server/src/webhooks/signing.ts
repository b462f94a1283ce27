import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';

/** Standard Webhooks: the secret's form, and the headers that a delivery is proved by. */

const SECRET_BYTES = 32;

export const newSigningSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

export interface Secrets {
  secret: string;
  old_secret: string | null;
  /** Until then the old secret signs along. */
  old_secret_until: number | null;
}

/** The headers of one try. After a rotation there are two signatures: receivers take the one that they can check. */
export function signedHeaders(
  delivery: string,
  payload: string,
  { secret, old_secret, old_secret_until }: Secrets,
  now: number,
): Record<string, string> {
  const secrets = [secret];
  if (old_secret !== null && old_secret_until !== null && now < old_secret_until) secrets.push(old_secret);
  const at = new Date(now);
  return {
    'webhook-id': delivery,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': secrets.map((one) => new Signer(one).sign(delivery, at, payload)).join(' '),
  };
}
