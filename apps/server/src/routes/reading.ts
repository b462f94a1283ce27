import type { Routes } from '@inkwell/contract';
import type { Ledger } from '@inkwell/ledger';
import { COUNTER_VERSION, countWords } from '@inkwell/words';
import type { Allowances } from '../http/allowance.ts';
import { type Handlers, ok, refuse, resultOf } from '../http/call.ts';
import type { Metrics } from '../http/metrics.ts';
import { entryView } from '../views/entry.ts';
import { cursorOf, pageOf, read } from './context.ts';

type ReadingRoutes = Pick<Routes, 'listEntries' | 'explainHold' | 'verifyAccount' | 'countWords'>;

/** The journal, explanations, verification, the word counter. */
export const readingHandlers = (
  ledger: Ledger,
  allowances: Pick<Allowances, 'counted_text'>,
): Handlers<ReadingRoutes> => ({
  listEntries: (call) =>
    read(ledger, call, async (loaded) => {
      const { limit } = call.query;
      const before = cursorOf(call.query.cursor);
      if (typeof before !== 'number') return before;
      const entries = await ledger.reads.entries(loaded, before, limit + 1);
      const page = pageOf(entries, limit, ({ seq }) => String(seq));
      return ok({ ...page, data: page.data.map((entry) => entryView(call.params.account, entry)) });
    }),
  explainHold: (call) =>
    read(ledger, call, (loaded) => {
      const seen = ledger.reads.explain(loaded, call.query);
      if (seen.refusal === null) return ok(seen);
      const { code, detail, figures } = seen.refusal;
      const { body } = refuse(code, detail, figures);
      return ok({ ...seen, refusal: body });
    }),
  verifyAccount: async (call) => {
    const { account } = call.params;
    const found = await ledger.verify(account);
    return found === undefined
      ? refuse('account_not_found', `There is no account ${account}.`, { account })
      : ok(found);
  },
  countWords: ({ caller, peer, body: { text } }) => {
    const who = caller.kind === 'nobody' ? (peer ?? '') : caller.actor;
    const waits = caller.kind === 'operator' ? null : allowances.counted_text.take(who, text.length);
    return waits ?? ok({ words: countWords(text), counter: COUNTER_VERSION });
  },
});

type ClockRoutes = Pick<Routes, 'createClock' | 'advanceClock'>;

/** Test clocks (A6). Their keys are unique per operator, since they belong to no account (K1). */
export const clockHandlers = (ledger: Ledger): Handlers<ClockRoutes> => ({
  createClock: async ({ body, caller, idempotency_key }) =>
    resultOf(
      await ledger.createClock(Date.parse(body.now), { operator: caller.actor, key: idempotency_key }),
    ),
  advanceClock: async ({ params, body, caller, idempotency_key }) =>
    resultOf(
      await ledger.advanceClock(params.clock, Date.parse(body.to), {
        operator: caller.actor,
        key: idempotency_key,
      }),
    ),
});

type InstanceRoutes = Pick<Routes, 'getHealth' | 'getReadiness' | 'getMetrics'>;

const HEALTHY = ok({ status: 'ok' });

/** Health and metrics. */
export const instanceHandlers = (
  ledger: Ledger,
  metrics: Metrics,
  isDraining: () => boolean,
): Handlers<InstanceRoutes> => ({
  getHealth: () => HEALTHY,
  getReadiness: async () => {
    if (isDraining()) return refuse('unavailable', 'The server is closing.');
    await ledger.ping();
    return HEALTHY;
  },
  getMetrics: async () => {
    const { text, type } = await metrics.text();
    return { status: 200, body: text, headers: { 'content-type': type } };
  },
});
