import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What one route counts. */
export interface RouteMetrics {
  count(status: number, took_ms: number): void;
}

export interface Gauges {
  /** Commands that wait in the ledger's lanes. */
  waiting: () => number;
  /** Open event streams. */
  streams: () => number;
}

const BATCH_BUCKETS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000];
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** The metrics of a server, in the text format of Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'route' | 'status'>;
  readonly #seconds: Histogram<'route'>;
  readonly #batch_commands: Histogram;
  readonly #batch_seconds: Histogram;
  readonly #webhooks: Counter<'outcome'>;
  readonly #pending: (() => void)[] = [];

  constructor(gauges: Gauges) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Counter({
      name: 'inkwell_requests_total',
      help: 'Requests answered, by route and status.',
      labelNames: ['route', 'status'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'inkwell_request_duration_seconds',
      help: 'Time from the head of a request to its answer (of a stream: to its start).',
      labelNames: ['route'],
      buckets: BUCKETS_S,
      registers,
    });
    this.#batch_commands = new Histogram({
      name: 'inkwell_batch_commands',
      help: 'Commands in a batch of the ledger.',
      buckets: BATCH_BUCKETS,
      registers,
    });
    this.#batch_seconds = new Histogram({
      name: 'inkwell_batch_duration_seconds',
      help: 'Time from the start of a batch until it is durable.',
      buckets: BUCKETS_S,
      registers,
    });
    this.#webhooks = new Counter({
      name: 'inkwell_webhook_tries_total',
      help: 'Tries to deliver a webhook: delivered, failed (to be tried again) or dead (given up).',
      labelNames: ['outcome'],
      registers,
    });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    gauge('inkwell_lane_waiting', 'Commands that wait in the lanes of the ledger.', gauges.waiting);
    gauge('inkwell_open_streams', 'Open event streams.', gauges.streams);
  }

  /** Counts are kept as plain numbers a route and status and given to the counter when somebody reads. */
  route(route: string): RouteMetrics {
    const counts = new Map<number, number>();
    const seconds = this.#seconds.labels({ route });
    this.#pending.push(() => {
      for (const [status, count] of counts) this.#requests.inc({ route, status: String(status) }, count);
      counts.clear();
    });
    return {
      count: (status, took_ms) => {
        counts.set(status, (counts.get(status) ?? 0) + 1);
        seconds.observe(took_ms / 1000);
      },
    };
  }

  /** A batch of the ledger is durable. */
  batch(commands: number, took_ms: number): void {
    this.#batch_commands.observe(commands);
    this.#batch_seconds.observe(took_ms / 1000);
  }

  /** A delivery was tried. */
  webhook(outcome: 'delivered' | 'failed' | 'dead'): void {
    this.#webhooks.inc({ outcome });
  }

  async text(): Promise<{ text: string; type: string }> {
    for (const flush of this.#pending) flush();
    return { text: await this.#registry.metrics(), type: this.#registry.contentType };
  }
}
