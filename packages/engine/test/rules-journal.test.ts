import { describe, expect, test } from 'vitest';
import { type Entry, GENESIS, apply, hashEntry, replyOf } from '../src/index.ts';
import { type Asked, award, cancel, cap, charge, convert, create, down, edit, extend } from './commands.ts';
import {
  hold,
  pause,
  release,
  resume,
  revoke,
  settings,
  settle,
  uncap,
  up,
  withdrawCancel,
} from './commands.ts';
import { Ledger, asStored, at, open, openTrial, replayed, snapshot } from './harness.ts';

/** Each kind of change once, every one under a key of its own. */
function busyAccount() {
  const acme = openTrial('medium', { time_zone: 'Europe/London' });
  const answers: { asked: Asked; key: string; reply: string }[] = [];
  const does = (asked: Asked) => {
    const key = `k${answers.length}`;
    const decision = acme.run(acme.command(asked, key));
    if (!decision.ok) throw new Error(`${asked.op}: ${decision.refusal.code}`);
    answers.push({ asked, key, reply: JSON.stringify(decision.reply) });
    return decision.reply.body as { hold: string; grant: string; output: string };
  };
  const trial_hold = does(hold(30, { ttl_s: 3600 })).hold;
  const { grant } = does(award(100));
  does(award(20, { source: 'promo' }));
  does(convert);
  does(settle(trial_hold, 10));
  does(edit('small', 'now'));
  does(edit('tiny'));
  does({ op: 'withdraw_edit' });
  does({ op: 'edit_plan', plan: 'tiny', interval: 'year' });
  does(settings({ default_member_cap: 5000, time_zone: 'Asia/Tokyo' }));
  does(cap('mia', 4000));
  const { output } = does(charge(510, { labels: ['a', 'b'], run: 'r' }));
  does(down(output, { reason: 'no' }));
  does(up(output));
  const id = does(hold(40)).hold;
  does(extend(id, 5, { mode: 'up_to' }));
  does(settle(id, 60, { excess: 'charge' }));
  does(release(does(hold(5)).hold));
  does(revoke(grant));
  does(uncap('mia'));
  does(cancel());
  does(withdrawCancel);
  does(pause);
  does(resume);
  does(create('medium', { trial: true }));
  does(cancel('now'));
  does(resume);
  return { acme, answers };
}

describe('K. Idempotency', () => {
  test('[K1] the same key and request: the same answer, byte for byte, whatever has happened since', () => {
    const { acme, answers } = busyAccount();
    acme.on('2026-06-01T00:00:00Z').does(charge(77));
    const before = snapshot(acme.state!);
    for (const { asked, key, reply } of answers) {
      const again = acme.run(acme.command(asked, key));
      expect(again).toMatchObject({ ok: true, replayed: true, entries: [] });
      expect(again.ok && JSON.stringify(again.reply)).toBe(reply);
    }
    expect(snapshot(acme.state!)).toEqual(before);
  });

  test('[K1] a replay comes before the refusals of the account’s state', () => {
    const acme = open('small');
    const first = acme.does(charge(5, { output: 'o' }), 'k');
    acme.does(cancel('now'));
    expect(acme.does(charge(5, { output: 'o' }), 'k')).toEqual(first);
  });

  test('[K1] every accepted keyed change writes one entry with key and fingerprint', () => {
    const { acme, answers } = busyAccount();
    const keyed = acme.entries.filter((entry) => entry.key !== null);
    expect(keyed.map((entry) => entry.key).slice(1)).toEqual(answers.map((answer) => answer.key));
    expect(keyed.every((entry) => entry.fingerprint !== null && entry.figures !== null)).toBe(true);
    const others = acme.entries.filter((entry) => entry.key === null);
    expect(others.every((entry) => entry.fingerprint === null && entry.figures === null)).toBe(true);
  });

  test('[K1] even one that changes nothing', () => {
    const acme = open('small');
    const { output } = acme.does(charge(5));
    const changes = [settings({}), cancel(), cancel(), create('small'), uncap('mia'), up(output), up(output)];
    for (const asked of changes) {
      const { seq } = acme.state!;
      acme.does(asked);
      expect(acme.state!.seq).toBe(seq + 1);
      expect(acme.entries.at(-1)).toMatchObject({ seq: seq + 1, moves: [] });
    }
  });

  const mismatches: [string, Asked, Asked, string][] = [
    ['words', charge(5, { output: 'o' }), charge(6, { output: 'o' }), 'words'],
    ['output', charge(5, { output: 'o' }), charge(5, { output: 'p' }), 'output'],
    ['a field more', charge(5, { output: 'o' }), charge(5, { output: 'o', run: 'r' }), 'run'],
    ['a field less', charge(5, { output: 'o', run: 'r' }), charge(5, { output: 'o' }), 'run'],
    [
      'labels',
      charge(5, { output: 'o', labels: ['a'] }),
      charge(5, { output: 'o', labels: ['b'] }),
      'labels',
    ],
    ['another route', charge(5, { output: 'o' }), award(5), 'op'],
    ['mode', hold(5), hold(5, { mode: 'up_to' }), 'mode'],
    ['null is not left out', settings({ default_member_cap: null }), settings({}), 'default_member_cap'],
    ['nor a number', cap('mia', null), cap('mia', 0), 'cap'],
    ['words or text', charge(5, { output: 'o' }), textCharge('words-v1', 'aa'), 'text'],
    ['text', textCharge('words-v1', 'aa'), textCharge('words-v1', 'bb'), 'text'],
    ['anchor', create('small'), create('small', { anchor_at: at('2026-01-05T09:00:00Z') }), 'anchor'],
  ];
  test.each(mismatches)(
    '[K1] the same key, another request names the field: %s',
    (_, first, other, field) => {
      const acme = open('small');
      acme.does(first, 'k');
      const refused = acme.refuses(other, 'k');
      expect(refused).toMatchObject({ code: 'idempotency_mismatch', figures: { field, key: 'k' } });
    },
  );

  const same: [string, Asked, Asked][] = [
    ['hold', hold(5), hold(5, { mode: 'exact', min: 1, ttl_s: 600, source: 'api' })],
    ['charge', charge(5, { output: 'o' }), charge(5, { output: 'o', labels: [] })],
    ['award', award(5), award(5, { source: 'staff' })],
    ['cancel', cancel(), cancel('cycle_end')],
    ['create', create('small'), create('small', { interval: 'month', trial: false, time_zone: 'UTC' })],
    ['another order', charge(5, { output: 'o' }), reversed(charge(5, { output: 'o' }))],
    ['a newer counter', textCharge('words-v1', 'aa', 5), textCharge('words-v2', 'aa', 6)],
  ];
  test.each(same)('[K1] a default spelled out is the same request: %s', (_, first, other) => {
    const acme = open('small');
    expect(acme.does(other, 'k')).toBeDefined();
    const again = acme.run(acme.command(first, 'k'));
    expect(again).toMatchObject({ ok: true, replayed: true });
  });

  test('[K1] who asked is no part of the request', () => {
    const acme = open('small');
    const first = acme.does(charge(5, { output: 'o' }), 'k');
    acme.actor = 'person:ines';
    expect(acme.does(charge(5, { output: 'o' }), 'k')).toEqual(first);
  });

  test('[K1] a refused request changes nothing, and its key stays free', () => {
    const acme = open('small');
    expect(acme.code(charge(501, { output: 'o' }), 'k')).toBe('insufficient_credits');
    expect(acme.does(charge(500, { output: 'o' }), 'k').charged).toBe(500);
  });

  test('[K1] a second PUT that equals the first is confirmed, another is refused', () => {
    const acme = open('small', { time_zone: 'Europe/London', anchor_at: at('2026-01-01T00:00:00Z') });
    expect(acme.does(create('small'))).toMatchObject({ account: 'acme', plan: 'small' });
    acme.does(create('small', { time_zone: 'Europe/London', anchor_at: at('2026-01-01T00:00:00Z') }));
    expect(acme.entries.at(-1)!.kind).toBe('account_confirmed');
    const others = [
      create('medium'),
      create('small', { time_zone: 'UTC' }),
      create('small', { interval: 'year' }),
      create('small', { trial: true }),
      create('small', { anchor_at: at('2026-01-02T00:00:00Z') }),
    ];
    const refused = others.map((asked) => acme.refuses(asked));
    expect(new Set(refused.map((one) => one.code))).toEqual(new Set(['account_exists']));
    const fields = ['plan', 'time_zone', 'interval', 'trial', 'anchor'];
    expect(refused.map((one) => one.figures.field)).toEqual(fields);
  });

  test('[K2] the decision is whole before anything is told: entries, state and reply come together', () => {
    const acme = open('small');
    const decision = acme.run(acme.command(charge(5)));
    if (!decision.ok) throw new Error('refused');
    const last = decision.entries.at(-1)!;
    expect(decision.state).toMatchObject({ seq: last.seq, head: last.hash, last_at: last.at });
    expect(decision.reply).toEqual(replyOf('acme', asStored(decision.entries[0]!)));
  });
});

function textCharge(counter: string, text: string, words = 5): Asked {
  return charge(words, { output: 'o', counted: { counter, text_sha256: text.repeat(32) } });
}

function reversed(asked: Asked): Asked {
  return Object.fromEntries(Object.entries(asked).toReversed()) as Asked;
}

describe('J. Journal', () => {
  test('[J1] account, sequence without gaps, instant, kind, slices, member, output, key, actor, hash', () => {
    const acme = open('small');
    acme.actor = 'key:1';
    acme.does(charge(5, { output: 'o', member: 'noah' }), 'k');
    expect(acme.entries.at(-1)).toMatchObject({
      seq: 3,
      at: at('2026-01-05T09:00:00Z'),
      kind: 'charged',
      moves: [[2, 5, 13, 1, 20458]],
      member: 'noah',
      output: 'o',
      output_rev: 0,
      key: 'k',
      actor: 'key:1',
    });
    const { acme: busy } = busyAccount();
    expect(busy.entries.map((entry) => entry.seq)).toEqual(busy.entries.map((_, index) => index + 1));
  });

  test('[J1] the hash is a chain: it covers the previous hash, the head and the body of the entry', () => {
    const { acme } = busyAccount();
    let head = GENESIS;
    for (const entry of acme.entries) {
      expect(entry.hash).toBe(hashEntry('acme', head, entry));
      expect(entry.hash).toMatch(/^[0-9a-f]{64}$/);
      head = entry.hash;
    }
    expect(acme.state!.head).toBe(head);
    const entry = acme.entries[3]!;
    const previous = acme.entries[2]!.hash;
    const changes: Partial<Entry>[] = [
      { seq: 99 },
      { at: 0 },
      { kind: 'voted' },
      { key: 'other' },
      { actor: 'other' },
      { member: 'other' },
      { output: 'other' },
      { output_rev: 7 },
      { body: '{}' },
    ];
    for (const change of changes)
      expect(hashEntry('acme', previous, { ...entry, ...change })).not.toBe(entry.hash);
    expect(hashEntry('other', previous, entry)).not.toBe(entry.hash);
    expect(hashEntry('acme', GENESIS, entry)).not.toBe(entry.hash);
  });

  test('[J2] the stored journal, replayed from nothing, arrives at the live account', () => {
    const { acme } = busyAccount();
    expect(snapshot(replayed('acme', acme.entries))).toEqual(snapshot(acme.state!));
  });

  test('[J2] an entry that does not fit is an exception: a gap, a step back in time, credits from nowhere', () => {
    const acme = open('small');
    acme.does(charge(5));
    const base = replayed('acme', acme.entries);
    const entry = { ...asStored(acme.entries.at(-1)!), seq: 4 };
    const wrong: Partial<Entry>[] = [
      { seq: 5 },
      { at: entry.at - 1 },
      { moves: [[2, 501, 13, 1, 20458]] },
      { moves: [[2, -1, 13, 1, 20458]] },
      { moves: [[9, 1, 13, 1, 20458]] },
    ];
    for (const change of wrong)
      expect(() => apply(structuredClone(base), { ...entry, ...change })).toThrow(/acme|grant 2/);
  });

  test('[J3] caches change cost, never meaning: without them the entries are the same', () => {
    const run = (forget: boolean) => {
      const acme = new Ledger('2026-01-31T22:00:00Z');
      acme.does(create('small', { time_zone: 'Asia/Tokyo' }));
      for (const [index, day] of ['2026-02-03', '2026-02-28', '2026-03-31', '2026-04-30'].entries()) {
        if (forget) acme.state = replayed('acme', acme.entries);
        acme.on(`${day}T15:30:00Z`).does(charge(5, { output: `o${index}` }), `k${index}`);
        acme.does(hold(5), `h${index}`);
      }
      return acme.entries.map((entry) => entry.hash);
    };
    expect(run(true)).toEqual(run(false));
  });
});
