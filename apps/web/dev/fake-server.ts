/** A stand-in for the server while only the page is worked on: one workspace in memory. `node dev/fake-server.ts` */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

const DAY = 86_400_000;
const state = {
  spent: 31_420,
  bonus: 12_500,
  held: 0,
  delivered: 0,
  refunded: 1_240,
  seq: 412,
  limit: 50_000,
  plan: 'pro',
  trial: false,
  pending: null as null | { plan: string; applies_at: string },
  cancels: null as null | string,
};
const start = new Date(Date.now() - 16.6 * DAY).toISOString();
const end = new Date(Date.now() + 13 * DAY).toISOString();
const plans = [
  ['starter', 'Starter', 20_000, 2900],
  ['pro', 'Pro', 50_000, 5900],
  ['pro-100', 'Pro 100', 100_000, 9900],
  ['pro-200', 'Pro 200', 200_000, 17900],
  ['pro-300', 'Pro 300', 300_000, 24900],
].map(([id, name, monthly_credits, cents]) => ({
  id,
  name,
  monthly_credits,
  monthly_price_cents: cents,
  yearly_price_cents: Number(cents) * 10,
  trial_credits: 10_000,
  trial_days: 5,
  refund_ratio: 0.2,
  currency: 'usd',
})) as { id: string; name: string; monthly_credits: number; monthly_price_cents: number }[];

function balance(limit = state.limit) {
  const left = Math.max(0, limit - state.spent - state.held);
  const bucket = { limit, available: left, held: state.held, spent: state.spent };
  const bonus = state.trial ? 0 : state.bonus;
  return {
    account: 'juniper',
    phase: state.trial ? 'trialing' : 'active',
    available: left + bonus,
    held: state.held,
    left: left + bonus + state.held - state.delivered,
    plan: state.trial ? null : bucket,
    trial: state.trial ? bucket : null,
    bonus: {
      available: state.bonus,
      held: 0,
      spent: 0,
      eligible: left === 0,
      locked_by: left === 0 ? null : 'plan_credits_left',
    },
    cycle: { number: 3, starts_at: start, ends_at: end },
    refunds: { cap: limit / 5, used: state.refunded, left: Math.max(0, limit / 5 - state.refunded) },
    seq: state.seq,
    as_of: new Date().toISOString(),
  };
}

type Output = {
  output: string;
  index: number;
  text: string;
  words: number;
  charged: number;
  refunded: number;
  vote: string;
  state: string;
  finish: string | null;
  detail: null;
};
type Run = {
  run: string;
  kind: string;
  input: string;
  created_at: string;
  member: string;
  model: string;
  outputs: Output[];
};
const runs: Run[] = [];
const stops = new Set<string>();
const TEXT = `# Ten house plants that forgive you

Start with the promise: none of these plants will mind a missed watering.

1. Snake plant: stands in a dark corner and asks for water twice a month.
2. Pothos: trails from a shelf and tells you it is thirsty by drooping.
3. Spider plant: makes its own offspring, so give some away.

## What they have in common

Thick leaves or deep roots, and a calm way with neglect. Water when the soil is dry a finger deep, turn the pot now and then, and leave the rest to the light of the window.

Close by asking readers which plant survived their longest holiday.`;

const summary = (run: Run) => {
  const sum = (pick: (o: Output) => number) => run.outputs.reduce((all, o) => all + pick(o), 0);
  return {
    ...run,
    outputs: run.outputs.length,
    words: sum((o) => o.words),
    charged: sum((o) => o.charged),
    refunded: sum((o) => o.refunded),
  };
};
[
  'outline a newsletter about repotting',
  'name a shop for rare ferns',
  'explain why leaves turn yellow',
].forEach((input, age) => {
  const texts = age === 1 ? ['Fern & Found', 'The Quiet Frond', 'Understory'] : [TEXT.slice(0, 260)];
  runs.push({
    run: `run-${age}`,
    kind: 'command',
    input,
    created_at: new Date(Date.now() - (age + 1) * 0.7 * DAY).toISOString(),
    member: ['ines', 'tomas', 'priya'][age] ?? 'jun',
    model: 'demo',
    outputs: texts.map((text, index) => {
      const words = text.split(/\s+/).length;
      return {
        output: `out-${age}-${index}`,
        index,
        text,
        words,
        charged: words,
        refunded: 0,
        vote: 'none',
        state: 'settled',
        finish: 'done',
        detail: null,
      };
    }),
  });
});

const MODE = process.env.MODE;
if (MODE === 'trial') Object.assign(state, { trial: true, limit: 10_000, spent: 5_790, refunded: 0 });
if (MODE === 'low') Object.assign(state, { spent: 48_760, bonus: 0 });
if (MODE === 'empty') Object.assign(state, { spent: 50_000, bonus: 0 });
const app = new Hono();
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const watchers = new Set<() => void>();
const moved = () => {
  state.seq += 1;
  for (const tell of watchers) tell();
};

app.get('/app/session', (c) =>
  c.json({
    account: 'juniper',
    workspace: { name: 'Juniper & Co.' },
    member: 'ines',
    name: 'Ines',
    role: process.env.ROLE ?? 'owner',
    staff: false,
    model: { id: 'demo', is_demo: true },
    support: { email: 'help@example.test', url: null },
  }),
);
app.get('/v1/accounts/:a/events', (c) =>
  streamSSE(c, async (stream) => {
    const tell = () =>
      void stream.writeSSE({ event: 'balance', data: JSON.stringify(balance()), id: String(state.seq) });
    tell();
    watchers.add(tell);
    stream.onAbort(() => void watchers.delete(tell));
    while (!stream.aborted) await wait(1_000);
  }),
);
app.get('/v1/accounts/:a/balance', (c) => c.json(balance()));
app.get('/v1/plans', (c) => c.json({ data: plans, next_cursor: null }));
app.get('/v1/accounts/:a', (c) =>
  c.json({
    account: 'juniper',
    plan: state.plan,
    interval: 'month',
    phase: 'active',
    anchor: start,
    time_zone: 'Europe/Berlin',
    next_time_zone: null,
    clock: null,
    trial_ends_at: null,
    trial_converts: true,
    cycle: balance().cycle,
    pending_edit: state.pending,
    cancels_at: state.cancels,
    default_member_cap: null,
    when_empty: 'stop',
    top_up_monthly_limit: null,
    created_at: start,
    balance: balance(),
  }),
);
const base = { ines: 6_180, tomas: 12_940, priya: 9_300, jun: 3_000 };
const people = () => Object.entries({ ...base, ines: state.spent - 25_240 });
app.get('/v1/accounts/:a/members', (c) =>
  c.json({
    data: people().map(([member, spent]) => ({
      member,
      cap: member === 'jun' ? 3_000 : null,
      cap_source: member === 'jun' ? 'member' : null,
      spent,
      held: 0,
      refunded: 0,
      left: member === 'jun' ? 0 : null,
    })),
    next_cursor: null,
  }),
);
const grant = (n: number, amount: number, available: number, source: string, reason: string) => ({
  grant: `grant_${n}`,
  kind: 'bonus',
  source,
  amount,
  available,
  held: 0,
  spent: amount - available,
  expired: 0,
  revoked: 0,
  state: 'open',
  reason,
  actor: 'staff',
  seq: n,
  created_at: new Date(Date.now() - n * 9 * DAY).toISOString(),
  expires_at: null,
});
app.get('/v1/accounts/:a/grants', (c) =>
  c.json({
    data: [
      grant(1, 2_500, 2_500, 'promo', 'Spring promo code'),
      grant(2, 10_000, 10_000, 'referral', 'Fern & Found joined'),
      grant(3, 5_000, 0, 'staff', 'Thank you for the bug report'),
    ],
    next_cursor: null,
  }),
);
app.get('/v1/accounts/:a/usage', (c) => {
  const by = c.req.query('group_by');
  const from = c.req.query('from');
  const day = (key: string) =>
    Math.round((state.spent / 17) * (0.4 + ((Number(key.slice(-2)) * 37) % 13) / 10));
  const days = Array.from({ length: 17 }, (_, i) =>
    new Date(Date.parse(start) + i * DAY).toISOString().slice(0, 10),
  );
  const raw = days.map(day);
  const scale = state.spent / raw.reduce((a, b) => a + b, 0);
  let rows: [string, number][] = days.map((key, i) => [key, i === 16 ? 0 : Math.floor(raw[i]! * scale)]);
  rows[16]![1] = state.spent - rows.reduce((all, [, n]) => all + n, 0);
  if (by === 'member' && !from) rows = people();
  if (by === 'source' && !from)
    rows = [
      ['command', state.spent - 9_000],
      ['template', 6_500],
      ['compose', 2_500],
    ];
  if (from) {
    const i = days.indexOf(from.slice(0, 10));
    const all = rows[i]?.[1] ?? 0;
    rows = (by === 'source' ? ['command', 'template', 'compose'] : ['tomas', 'priya', 'ines', 'jun']).map(
      (key, i, keys) => [
        key,
        i === keys.length - 1
          ? all -
            Math.round(all * 0.45) -
            Math.round(all * 0.3) -
            (keys.length > 3 ? Math.round(all * 0.2) : 0)
          : Math.round(all * [0.45, 0.3, 0.2][i]!),
      ],
    );
  }
  const total = rows.reduce((all, [, n]) => all + n, 0);
  return c.json({
    data: rows.map(([key, credits]) => ({
      key,
      credits,
      refunded: by === 'member' && key === 'priya' ? 1_240 : 0,
      outputs: Math.ceil(credits / 90),
    })),
    totals: { credits: total, refunded: 1_240, outputs: 353 },
    group_by: by,
    cycle: from ? null : balance().cycle,
  });
});
app.post('/v1/accounts/:a/plan', async (c) => {
  const body = await c.req.json<{ plan: string; effective?: string; preview?: boolean }>();
  const to = plans.find((plan) => plan.id === body.plan)!;
  const effective = body.effective ?? (to.monthly_credits > state.limit ? 'now' : 'next_cycle');
  const figures = (plan: string, limit: number) => {
    const b = balance(limit);
    return {
      plan,
      available: b.available,
      buckets: { plan: b.plan, trial: b.trial, bonus: b.bonus },
      refunds: b.refunds,
    };
  };
  const reply = {
    preview: body.preview === true,
    plan: to.id,
    effective,
    applies_at: effective === 'now' ? new Date().toISOString() : end,
    price_due_cents: effective === 'now' ? Math.max(0, to.monthly_price_cents - 5900) : 0,
    currency: 'usd',
    before: figures(state.plan, state.limit),
    after: figures(to.id, effective === 'now' ? to.monthly_credits : state.limit),
    seq: state.seq,
    balance: balance(),
  };
  if (!body.preview) {
    if (effective === 'now') {
      state.plan = to.id;
      state.limit = to.monthly_credits;
    } else state.pending = { plan: to.id, applies_at: end };
    moved();
  }
  return c.json(reply);
});
app.delete('/v1/accounts/:a/plan/pending', (c) => {
  state.pending = null;
  moved();
  return c.json({});
});
app.post('/v1/accounts/:a/cancel', (c) => {
  state.cancels = end;
  moved();
  return c.json({});
});
app.delete('/v1/accounts/:a/cancel', (c) => {
  state.cancels = null;
  moved();
  return c.json({});
});
app.get('/v1/accounts/:a/outputs/:o', (c) => {
  const o = runs.flatMap((run) => run.outputs).find((o) => o.output === c.req.param('o'))!;
  return c.json({
    ...o,
    run: 'run',
    hold: null,
    member: 'ines',
    source: 'command',
    labels: [],
    counter: 'words-v1',
    text_sha256: null,
    shortfall: 0,
    late: false,
    charged_at: start,
    slices: [{ grant: 'grant_9', kind: 'plan', credits: o.charged }],
    refunds: [],
    vote_member: null,
    vote_reason: null,
    entries: [],
  });
});
app.post('/v1/batch', async (c) => {
  const { operations } = await c.req.json<{ operations: { path: string }[] }>();
  const results = await Promise.all(
    operations.map(async ({ path }) => {
      const r = await app.request(path);
      return { status: r.status, body: await r.json() };
    }),
  );
  return c.json({ results });
});
app.get('/app/runs', (c) => c.json({ data: runs.map(summary), next_cursor: null }));
app.get('/app/runs/:run', (c) => {
  const run = runs.find((r) => r.run === c.req.param('run'))!;
  return c.json({ ...summary(run), outputs: run.outputs });
});
app.post('/app/runs/:run/stop', async (c) => {
  const { output } = await c.req.json<{ output?: string }>();
  stops.add(output ?? c.req.param('run'));
  return c.json({}, 202);
});
app.put('/app/outputs/:o/vote', async (c) => {
  const { vote } = await c.req.json<{ vote: string }>();
  await wait(300);
  const o = runs.flatMap((run) => run.outputs).find((o) => o.output === c.req.param('o'))!;
  const refunded = vote === 'down' && o.refunded === 0 ? o.charged : 0;
  const charged_back = vote !== 'down' ? o.refunded : 0;
  o.refunded += refunded - charged_back;
  o.vote = vote;
  state.spent -= refunded - charged_back;
  state.refunded += refunded - charged_back;
  moved();
  return c.json({
    vote,
    refunded,
    expired: 0,
    absorbed: 0,
    capped: 0,
    charged_back,
    refunds: balance().refunds,
    balance: balance(),
    tips: ['Name the reader you have in mind.', 'Say how long it should be, or pick S, M or L.'],
  });
});
app.post('/app/runs', async (c) => {
  const body = await c.req.json<{ input: string; outputs: number; length: string | null }>();
  const id = `run-${Date.now()}`;
  const run: Run = {
    run: id,
    kind: 'command',
    input: body.input,
    created_at: new Date().toISOString(),
    member: 'ines',
    model: 'demo',
    outputs: [],
  };
  for (let index = 0; index < body.outputs; index += 1)
    run.outputs.push({
      output: `${id}-${index}`,
      index,
      text: '',
      words: 0,
      charged: 0,
      refunded: 0,
      vote: 'none',
      state: 'streaming',
      finish: null,
      detail: null,
    });
  runs.unshift(run);
  return streamSSE(c, async (stream) => {
    const write = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });
    state.held += 100 * body.outputs;
    moved();
    await write('run', {
      run: id,
      created_at: run.created_at,
      outputs: run.outputs.map(({ output, index }) => ({ output, index })),
      estimate_credits: 110 * body.outputs,
      model: 'demo',
      is_demo: true,
    });
    await Promise.all(
      run.outputs.map(async (o) => {
        await wait(Number(process.env.FIRST_MS ?? 250) + o.index * 60);
        const fails = body.input.includes('fail');
        for (const chunk of TEXT.match(/\S+\s*\S*\s*\S*\s*/g) ?? []) {
          if (stops.has(id) || stops.has(o.output) || stream.aborted) {
            o.finish = 'stopped';
            break;
          }
          if (fails && o.words >= 22) {
            o.finish = 'model_error';
            break;
          }
          const words = chunk.split(/\s+/).filter((w) => /\w/.test(w)).length;
          o.text += chunk;
          o.words += words;
          state.delivered += words;
          await write('text', { output: o.output, text: chunk, words: o.words });
          for (const tell of watchers) if (Math.random() < 0.1) tell();
          await wait(100);
        }
        o.finish ??= 'done';
        o.state = 'settled';
        o.charged = o.words;
        state.spent += o.words;
        state.delivered -= o.words;
        state.held -= 100;
        moved();
        await write('settled', {
          output: o.output,
          words: o.words,
          charged: o.words,
          shortfall: 0,
          finish: o.finish,
          detail: null,
        });
      }),
    );
    await write('balance', balance());
    await write('done', { run: id, words: 0, charged: 0 });
  });
});
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000), hostname: '127.0.0.1' });
