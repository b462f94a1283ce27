import { describe, expect, it } from 'vitest';
import { ERRORS, ERROR_CODES, REFUSAL_ORDER, errorPage, isErrorCode, problemOf } from '../src/index.ts';

/** The published table of codes and statuses, written out again so that a change of either shows. */
const PUBLISHED: Record<number, string[]> = {
  400: ['invalid_request'],
  401: ['unauthorized'],
  402: [
    'insufficient_credits',
    'bonus_locked_in_trial',
    'member_cap_reached',
    'account_paused',
    'account_canceled',
    'payment_required',
  ],
  403: ['not_allowed'],
  404: [
    'account_not_found',
    'hold_not_found',
    'output_not_found',
    'grant_not_found',
    'plan_not_found',
    'clock_not_found',
    'route_not_found',
    'model_not_found',
    'key_not_found',
    'webhook_not_found',
    'delivery_not_found',
    'run_not_found',
    'workspace_not_found',
    'member_not_found',
    'invitation_not_found',
    'link_not_found',
    'document_not_found',
    'version_not_found',
    'voice_not_found',
    'template_not_found',
    'promo_not_found',
    'referral_not_found',
  ],
  405: ['method_not_allowed'],
  409: [
    'idempotency_mismatch',
    'hold_resolved',
    'output_exists',
    'account_exists',
    'excess_rejected',
    'invalid_state',
    'mail_taken',
    'no_workspace',
    'document_changed',
    'confirmation_required',
  ],
  413: ['too_large'],
  415: ['unsupported_media_type'],
  429: ['rate_limited'],
  500: ['internal_error'],
  502: ['model_error', 'payment_provider_error'],
  503: ['unavailable'],
};

describe('error table', () => {
  const rows = Object.entries(PUBLISHED).flatMap(([status, codes]) =>
    codes.map((code) => [code, Number(status)] as const),
  );
  it.each(rows)('%s answers %i', (code, status) => {
    expect(isErrorCode(code) && ERRORS[code].status).toBe(status);
  });

  it('has no code that is not published', () => {
    expect(ERROR_CODES.toSorted()).toEqual(Object.values(PUBLISHED).flat().toSorted());
  });

  it('knows its codes and nothing else', () => {
    expect(isErrorCode('toString')).toBe(false);
    expect(isErrorCode(7)).toBe(false);
  });

  it('[X] considers refusals in a fixed order', () => {
    expect(REFUSAL_ORDER.join(' ')).toBe(
      'invalid_request account_not_found idempotency_mismatch account_canceled account_paused plan_not_found ' +
        'grant_not_found clock_not_found hold_not_found hold_resolved output_not_found output_exists ' +
        'invalid_state not_allowed excess_rejected member_cap_reached bonus_locked_in_trial insufficient_credits',
    );
  });
});

describe('problemOf', () => {
  it('is an RFC 9457 body with the figures beside it', () => {
    const figures = { asked: 75, available: 50, available_by_bucket: { plan: 50, trial: 0, bonus: 0 } };
    expect(problemOf('insufficient_credits', 'Too few.', figures, '/v1/accounts/acme/holds')).toEqual({
      type: '/docs/errors/insufficient_credits',
      title: 'Not enough credits',
      status: 402,
      detail: 'Too few.',
      code: 'insufficient_credits',
      instance: '/v1/accounts/acme/holds',
      ...figures,
    });
  });

  it('does not let figures replace a standard member', () => {
    expect(problemOf('invalid_state', 'No.', { status: 200, code: 'x', type: 'y' })).toMatchObject({
      status: 409,
      code: 'invalid_state',
      type: '/docs/errors/invalid_state',
    });
  });

  it('leaves instance out when there is none', () => {
    expect(Object.keys(problemOf('unavailable'))).not.toContain('instance');
  });
});

describe('errorPage', () => {
  it.each(ERROR_CODES)('%s explains itself', (code) => {
    const page = errorPage(code);
    expect(page.title).not.toBe('');
    for (const paragraph of page.paragraphs) expect(paragraph).toMatch(/^[A-Z`].*\.$/);
    expect(page.example).toMatchObject({ code, status: page.status, title: page.title });
  });

  it('promises that nothing was changed only where that is known', () => {
    expect(errorPage('hold_resolved').paragraphs.join(' ')).toContain('changes nothing');
    expect(errorPage('unavailable').paragraphs.join(' ')).not.toContain('changes nothing');
  });
});
