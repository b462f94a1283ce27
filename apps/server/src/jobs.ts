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
  /** Once more when the server stops: what it stores is in memory until then. */
  at_stop?: true;
}

export interface Jobs {
  /** Gives a job a turn now, after the one that is under way. Rejects with what it fails with. */
  turn(name: string): Promise<void>;
  /** No more turns; resolves when those under way are over. */
  stop(): Promise<void>;
}

const jobsOf = (ledger: Ledger, gate: Gate, hub: EventHub, documents: Pick<Documents, 'purge'>): Job[] => [
  { name: 'sweep', every_ms: 3_000, run: () => ledger.sweep() },
  { name: 'refresh_plans', every_ms: 20_000, run: () => ledger.refreshPlans() },
  { name: 'wake_followers', every_ms: 500, run: () => hub.wake() },
  { name: 'heartbeat', every_ms: 15_000, run: () => hub.beat() },
  { name: 'check_listeners', every_ms: 1_000, run: () => hub.check() },
  { name: 'keys_used', every_ms: 30_000, run: () => gate.flush(), at_stop: true },
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
  const jobs = [...jobsOf(ledger, gate, hub, documents), ...more];
  /** The turn of each job that was begun last: turns of one job never overlap. */
  const last = new Map<string, Promise<void>>();
  const begin = ({ name, run }: Job): Promise<void> => {
    const running = (async () => void (await run()))();
    last.set(name, running);
    under_way.add(running);
    const over = () => {
      under_way.delete(running);
      if (last.get(name) === running) last.delete(name);
    };
    running.then(over, over);
    return running;
  };
  const timers = jobs.map((job) => {
    const timer = setInterval(() => {
      if (last.has(job.name)) return;
      begin(job).catch((error: unknown) => log.warn({ job: job.name, err: error }, 'job failed'));
    }, job.every_ms);
    timer.unref();
    return timer;
  });
  return {
    turn: async (name) => {
      const job = jobs.find((known) => known.name === name);
      if (job === undefined) throw new Error(`there is no job ${name}`);
      await last.get(name)?.catch(() => undefined);
      await begin(job);
    },
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(under_way);
      for (const { name, run } of jobs.filter(({ at_stop }) => at_stop === true)) {
        try {
          await run();
        } catch (error) {
          log.warn({ job: name, err: error }, 'the last turn of a job failed');
        }
      }
    },
  };
}
