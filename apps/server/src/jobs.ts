import type { Ledger } from '@inkwell/ledger';
import type { Logger } from 'pino';
import type { Gate } from './auth/gate.ts';
import type { Documents } from './documents/index.ts';
import type { EventHub } from './events/hub.ts';

/** What happens by itself while the server runs. A failure is logged and tried again at the next turn. */

export interface Job {
  name: string;
  every_ms: number;
  run: () => Promise<unknown> | void;
}

export interface Jobs {
  /** No more turns; resolves when those under way are over. */
  stop(): Promise<void>;
}

const jobsOf = (ledger: Ledger, gate: Gate, hub: EventHub, documents: Pick<Documents, 'purge'>): Job[] => [
  { name: 'sweep', every_ms: 3_000, run: () => ledger.sweep() },
  { name: 'refresh_plans', every_ms: 20_000, run: () => ledger.refreshPlans() },
  { name: 'wake_followers', every_ms: 500, run: () => hub.wake() },
  { name: 'heartbeat', every_ms: 15_000, run: () => hub.beat() },
  { name: 'check_listeners', every_ms: 1_000, run: () => hub.check() },
  { name: 'keys_used', every_ms: 30_000, run: () => gate.flush() },
  { name: 'empty_trash', every_ms: 3_600_000, run: () => documents.purge() },
];

export function startJobs(
  ledger: Ledger,
  gate: Gate,
  hub: EventHub,
  documents: Pick<Documents, 'purge'>,
  log: Logger,
  more: readonly Job[] = [],
): Jobs {
  const under_way = new Set<Promise<void>>();
  const timers = [...jobsOf(ledger, gate, hub, documents), ...more].map(({ name, every_ms, run }) => {
    let is_running = false;
    const turn = async () => {
      if (is_running) return;
      is_running = true;
      try {
        await run();
      } catch (error) {
        log.warn({ job: name, err: error }, 'job failed');
      } finally {
        is_running = false;
      }
    };
    const timer = setInterval(() => {
      const running = turn();
      under_way.add(running);
      void running.finally(() => under_way.delete(running));
    }, every_ms);
    timer.unref();
    return timer;
  });
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(under_way);
      await gate
        .flush()
        .catch((error: unknown) => log.warn({ err: error }, 'last uses of keys were not kept'));
    },
  };
}
