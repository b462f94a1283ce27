import { describe, expect, it } from 'vitest';
import { MAX_CREDITS, MAX_TEXT_CHARS } from '../src/index.ts';
import type { RouteId } from '../src/index.ts';
import { parseBody } from './helpers.ts';

/** A right body of every route that takes one with fields. */
const GOOD: Partial<Record<RouteId, Record<string, unknown>>> = {
  putAccount: { plan: 'pro' },
  patchAccount: { default_member_cap: 0 },
  editPlan: { plan: 'starter' },
  cancelAccount: { when: 'now' },
  putMember: { cap: null },
  awardGrant: { credits: 1, reason: 'r' },
  revokeGrant: { reason: 'r' },
  createHold: { credits: 75, member: 'ines' },
  extendHold: { credits: 1 },
  settleHold: { output: 'o', words: 0 },
  createCharge: { output: 'o', member: 'ines', source: 'api', words: 3 },
  voteOutput: { vote: 'none', member: 'ines' },
  countWords: { text: '' },
  runBatch: { operations: [{ method: 'POST', path: '/v1/words' }] },
  createClock: { now: '2026-01-31T00:00:00Z' },
  advanceClock: { to: '2026-01-31T00:00:00Z' },
  createWebhook: { url: 'https://example.com/hook' },
  patchWebhook: { state: 'paused' },
  rotateWebhookSecret: { grace_s: 0 },
  createInstanceWebhook: { url: 'http://10.0.0.7:8080/hook' },
};
const routesWithBody = Object.keys(GOOD) as RouteId[];

const NUL = 'a\0b';
const HALF = 'a\uD83D b';
const BAD_CREDITS = [-1, 1.5, '5', null, true, [], {}, MAX_CREDITS + 1, 1e300, Number.MAX_SAFE_INTEGER];
const BAD_IDS = ['', '.', '..', 'a b', 'a/b', 'é', NUL, HALF, 'a\n', 'x'.repeat(129), 7, null, ['a']];
const BAD_INSTANTS = [
  '2026-01-31',
  '2026-01-31T00:00:00',
  '2026-02-30T00:00:00Z',
  '2026-01-31T24:00:00Z',
  '2026-01-31T00:00:00+24:00',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00+01:00',
  '3000-01-01T00:00:00Z',
  'now',
  0,
  null,
];
const BAD_ZONES = ['', 'Mars/Olympus', '+02:00', 'Europe/Berlin\0', 'x'.repeat(65), 2, null];
const BAD_TEXTS = ['', NUL, HALF, 'x'.repeat(501), 3, null, ['r']];
const BAD_FLAGS = ['true', 0, 1, null];

const BAD_URLS = [
  '',
  'example.com/hook',
  '/hook',
  'ftp://example.com/',
  'javascript:alert(1)',
  'https://',
  'https://user@example.com/',
  'https://user:word@example.com/',
  'https://example.com/#part',
  'https://example.com/#',
  `https://example.com/${'x'.repeat(2_000)}`,
  NUL,
  7,
  null,
];
const BAD_TYPES = [
  [],
  ['credits'],
  ['webhook.test'],
  ['cycle.reset', 'cycle.reset'],
  'cycle.reset',
  [null],
  {},
];

type Case = [route: RouteId, field: string, bad: unknown[]];
const CASES: Case[] = [
  ['putAccount', 'plan', BAD_IDS],
  ['putAccount', 'interval', ['week', 'Month', null, 1]],
  ['putAccount', 'trial', BAD_FLAGS],
  ['putAccount', 'trial_converts', BAD_FLAGS],
  ['putAccount', 'anchor', BAD_INSTANTS],
  ['putAccount', 'time_zone', BAD_ZONES],
  ['putAccount', 'clock', BAD_IDS],
  ['patchAccount', 'default_member_cap', BAD_CREDITS.filter((value) => value !== null)],
  ['patchAccount', 'when_empty', ['upgrade', null, 0]],
  ['patchAccount', 'top_up_monthly_limit', BAD_CREDITS.filter((value) => value !== null)],
  ['patchAccount', 'time_zone', BAD_ZONES],
  ['editPlan', 'plan', BAD_IDS],
  ['editPlan', 'effective', ['later', null]],
  ['editPlan', 'preview', BAD_FLAGS],
  ['cancelAccount', 'when', ['later', null]],
  ['putMember', 'cap', BAD_CREDITS.filter((value) => value !== null)],
  ['awardGrant', 'credits', [0, ...BAD_CREDITS]],
  ['awardGrant', 'reason', BAD_TEXTS],
  ['awardGrant', 'source', ['plan', '', null]],
  ['revokeGrant', 'reason', BAD_TEXTS],
  ['createHold', 'credits', [0, ...BAD_CREDITS]],
  ['createHold', 'member', BAD_IDS],
  ['createHold', 'mode', ['up-to', null]],
  ['createHold', 'min', [0, 76, ...BAD_CREDITS]],
  ['createHold', 'ttl_s', [0, 86_401, 1.5, '60', null]],
  ['createHold', 'run', BAD_IDS],
  ['createHold', 'source', ['chat', null]],
  ['extendHold', 'credits', [0, ...BAD_CREDITS]],
  ['extendHold', 'mode', ['most', null]],
  ['extendHold', 'ttl_s', [0, 86_401, null]],
  ['settleHold', 'output', BAD_IDS],
  ['settleHold', 'words', BAD_CREDITS],
  ['settleHold', 'excess', ['refuse', null]],
  ['settleHold', 'source', ['chat', null]],
  [
    'settleHold',
    'labels',
    ['a', [''], [NUL], [HALF], [1], ['x'.repeat(65)], [...'abcdef'], ['a', 'a'], null],
  ],
  ['createCharge', 'output', BAD_IDS],
  ['createCharge', 'member', BAD_IDS],
  ['createCharge', 'source', ['chat', 'a'.repeat(100), null]],
  ['createCharge', 'words', BAD_CREDITS],
  ['createCharge', 'run', BAD_IDS],
  ['createCharge', 'labels', ['a', [''], [...'abcdef'], [null], null]],
  ['voteOutput', 'vote', ['left', 'Up', null]],
  ['voteOutput', 'member', BAD_IDS],
  ['voteOutput', 'reason', BAD_TEXTS],
  ['countWords', 'text', [1, null, ['a'], 'x'.repeat(MAX_TEXT_CHARS + 1)]],
  ['createClock', 'now', BAD_INSTANTS],
  ['advanceClock', 'to', BAD_INSTANTS],
  ['createWebhook', 'url', BAD_URLS],
  ['createWebhook', 'types', BAD_TYPES],
  ['createWebhook', 'description', [NUL, HALF, 'x'.repeat(201), null, 1]],
  ['patchWebhook', 'url', BAD_URLS],
  ['patchWebhook', 'types', BAD_TYPES],
  ['patchWebhook', 'state', ['off', 'On', null, true]],
  ['rotateWebhookSecret', 'grace_s', [-1, 1.5, 86_401, '60', null]],
  [
    'runBatch',
    'operations',
    [[], {}, null, 'x', Array.from({ length: 1001 }, () => ({ method: 'GET', path: '/v1/plans' }))],
  ],
];

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 40) ?? 'undefined';

describe('bodies', () => {
  it.each(routesWithBody)('%s takes its good body', (id) => {
    expect(parseBody(id, GOOD[id])).toHaveProperty('body');
  });

  it.each(routesWithBody)('%s refuses an unknown field and names it', (id) => {
    expect(parseBody(id, { ...GOOD[id], colour: 'blue' })).toEqual({ fields: ['body.colour'] });
  });

  it.each(routesWithBody)('%s refuses what is no object', (id) => {
    for (const body of [null, [], 'x', 1, true]) expect(parseBody(id, body)).toEqual({ fields: ['body'] });
  });

  const rows = CASES.flatMap(([id, field, bad]) =>
    bad.map((value) => [id, field, shown(value), value] as const),
  );
  it.each(rows)('%s refuses %s = %s', (id, field, _shown, value) => {
    const parsed = parseBody(id, { ...GOOD[id], [field]: value });
    expect(parsed).toHaveProperty('fields');
    for (const name of (parsed as { fields: string[] }).fields) expect(name).toMatch(`body.${field}`);
  });

  it('routes without fields take no body, an empty one and nothing else', () => {
    expect(parseBody('pauseAccount', undefined)).toEqual({ body: {} });
    expect(parseBody('releaseHold', {})).toEqual({ body: {} });
    expect(parseBody('releaseHold', { words: 1 })).toEqual({ fields: ['body.words'] });
    expect(parseBody('verifyAccount', null)).toEqual({ fields: ['body'] });
  });

  it('names every field that is wrong', () => {
    expect(parseBody('createHold', {})).toEqual({ fields: ['body.credits', 'body.member'] });
  });

  it('is not fooled by inherited names', () => {
    expect(
      parseBody('createHold', JSON.parse('{"credits":1,"member":"a","__proto__":{"min":2}}')),
    ).toHaveProperty('fields');
    expect(parseBody('createHold', { credits: 1, member: 'a', constructor: 1 })).toHaveProperty('fields');
  });
});

describe('defaults', () => {
  it('[K1] stand in the parsed body, so that equal requests are equal', () => {
    expect(parseBody('createHold', { credits: 75, member: 'ines' })).toEqual({
      body: { credits: 75, member: 'ines', mode: 'exact', min: 1, ttl_s: 600, source: 'api' },
    });
    expect(parseBody('settleHold', { output: 'o', words: 1 })).toEqual({
      body: { output: 'o', words: 1, excess: 'cap', labels: [] },
    });
    expect(parseBody('awardGrant', { credits: 5, reason: 'r' })).toMatchObject({ body: { source: 'staff' } });
    expect(parseBody('cancelAccount', {})).toEqual({ body: { when: 'cycle_end' } });
    expect(parseBody('createWebhook', { url: 'HTTPS://Example.com' })).toEqual({
      body: { url: 'https://example.com/', types: null, description: '' },
    });
    expect(parseBody('rotateWebhookSecret', {})).toEqual({ body: { grace_s: 86_400 } });
    expect(parseBody('editPlan', { plan: 'pro' })).toEqual({ body: { plan: 'pro', preview: false } });
  });

  it('are left out where omitted fields must match', () => {
    expect(parseBody('putAccount', { plan: 'pro' })).toEqual({ body: { plan: 'pro' } });
    expect(parseBody('patchAccount', {})).toEqual({ body: {} });
  });
});

describe('values', () => {
  it('reads instants with Z or an offset as UTC with milliseconds', () => {
    const read = (now: string) => parseBody('createClock', { now });
    expect(read('2026-01-31T10:00:00Z')).toEqual({ body: { now: '2026-01-31T10:00:00.000Z' } });
    expect(read('2026-01-31T10:00:00.5+02:00')).toEqual({ body: { now: '2026-01-31T08:00:00.500Z' } });
    expect(read('2026-01-31T10:00:00.123987-01:30')).toEqual({ body: { now: '2026-01-31T11:30:00.123Z' } });
  });

  it('reads time zones in any case and keeps their usual one', () => {
    const read = (time_zone: string) => parseBody('putAccount', { plan: 'pro', time_zone });
    expect(read('europe/berlin')).toEqual({ body: { plan: 'pro', time_zone: 'Europe/Berlin' } });
    expect(read('UTC')).toEqual({ body: { plan: 'pro', time_zone: 'UTC' } });
  });

  it('takes ids of every allowed character, up to 128', () => {
    for (const plan of ['A-Z.a_z:0@9+', '...', 'x'.repeat(128), '.a'])
      expect(parseBody('putAccount', { plan })).toEqual({ body: { plan } });
  });

  it('[C2] takes exactly one of words and text', () => {
    const base = { output: 'o', member: 'm', source: 'api' };
    for (const id of ['createCharge', 'settleHold'] as const) {
      const given = id === 'createCharge' ? base : { output: 'o' };
      expect(parseBody(id, given)).toEqual({ fields: ['body.words'] });
      expect(parseBody(id, { ...given, words: 1, text: 'a' })).toEqual({ fields: ['body.words'] });
      expect(parseBody(id, { ...given, text: '' })).toHaveProperty('body');
      expect(parseBody(id, { ...given, text: NUL + HALF })).toHaveProperty('body');
      expect(parseBody(id, { ...given, words: MAX_CREDITS })).toHaveProperty('body');
    }
  });

  it('takes the longest text and five long labels', () => {
    expect(parseBody('countWords', { text: 'x'.repeat(MAX_TEXT_CHARS) })).toHaveProperty('body');
    const labels = [...'abcde'].map((letter) => letter.repeat(64));
    expect(parseBody('settleHold', { output: 'o', words: 1, labels })).toHaveProperty('body');
  });

  it('leaves what an operation asks for to its turn', () => {
    const operations = [
      { method: 'POST', path: '/v1/words', body: { nonsense: [1] }, idempotency_key: 'k 1' },
    ];
    expect(parseBody('runBatch', { operations })).toEqual({ body: { operations } });
    for (const alone of [
      { method: 'TRACE', path: '/v1/words' },
      { method: 'POST', path: '/app/runs' },
      { method: 'POST', path: '/v1/words', idempotency_key: '' },
    ])
      expect(parseBody('runBatch', { operations: [alone] })).toHaveProperty('body');
    for (const bad of [
      { method: 1, path: '/v1/words' },
      { method: 'POST', path: null },
      { method: 'POST' },
      { method: 'POST', path: '/v1/words', idempotency_key: 1 },
      { method: 'POST', path: '/v1/words', headers: {} },
    ])
      expect(parseBody('runBatch', { operations: [bad] })).toHaveProperty('fields');
  });
});
