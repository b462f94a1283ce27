import { z } from 'zod';
import { GRANT_SOURCES, PHASES } from '../constants.ts';
import { id } from '../ids.ts';
import { credits, givenInstant, instant, someCredits, whole } from './values.ts';

/** How a workspace earns bonus credits: referrals, promo codes, awards (L4). */

const CODE_RULE = 'must be 3 to 32 letters, digits and hyphens';

/** As people type it: case and spaces around it do not count. */
export const promoCode = z
  .string({ error: CODE_RULE })
  .max(64, { error: CODE_RULE })
  .transform((text) => text.trim().toUpperCase())
  .pipe(z.string().regex(/^[A-Z0-9-]{3,32}$/, { error: CODE_RULE }));

/* What is asked. */

export const promoUse = z.strictObject({ code: promoCode }).meta({ id: 'PromoUse' });
export const promoParams = z.strictObject({ code: promoCode });
export const referralParams = z.strictObject({ account: id });

export const promoPost = z
  .strictObject({
    code: promoCode,
    credits: someCredits,
    expires_at: givenInstant.nullable().default(null),
    max_uses: whole(1, 1_000_000).nullable().default(null),
  })
  .meta({ id: 'PromoPost', examples: [{ code: 'SPRINGINK', credits: 2500, max_uses: 100 }] });

/* What is answered. */

const REFERRAL_STATES = ['waiting', 'paying', 'paid', 'declined'] as const;

export const earned = z
  .object({
    grant: id,
    source: z.enum(GRANT_SOURCES),
    credits,
    left: credits,
    reason: z.string().nullable(),
    by: z.string().nullable().describe('Who of the staff awarded it.'),
    revoked: z.boolean(),
    at: instant,
  })
  .meta({ id: 'Earned' });

export const earn = z
  .object({
    referral: z.object({
      link: z.string(),
      gives: credits.describe('What the friend’s workspace gets.'),
      gets: credits.describe('What this one gets.'),
      paid_by: z
        .enum(['first_payment', 'staff'])
        .describe('When: at the friend’s first payment, or when staff approve.'),
      made: z
        .array(z.object({ state: z.enum(REFERRAL_STATES), at: instant }))
        .describe('Workspaces that came by the link. They are not named: they are somebody else’s.'),
    }),
    earned: z.array(earned).describe('Newest first; what was bought is not among them.'),
    totals: z.object({ referral: credits, promo: credits, staff: credits, all: credits }),
  })
  .meta({ id: 'Earn' });

export const promo = z
  .object({
    code: z.string(),
    credits,
    expires_at: instant.nullable(),
    max_uses: z.int().min(1).nullable(),
    uses: z.int().min(0),
    created_by: z.string(),
    created_at: instant,
    closed: z.boolean(),
  })
  .meta({ id: 'Promo' });
export const promoList = z.object({ data: z.array(promo) }).meta({ id: 'PromoList' });

export const referral = z
  .object({
    account: id,
    workspace: z.string().nullable(),
    phase: z.enum(PHASES),
    owner: z.string().nullable(),
    referrer: id,
    referrer_workspace: z.string().nullable(),
    state: z.enum(REFERRAL_STATES),
    created_at: instant,
    decided_by: z.string().nullable(),
    decided_at: instant.nullable(),
  })
  .meta({ id: 'Referral' });
export const referralList = z
  .object({ data: z.array(referral), paid_by: z.enum(['first_payment', 'staff']) })
  .meta({ id: 'ReferralList', description: 'Those that wait first, then the latest decided.' });
