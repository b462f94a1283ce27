import { setTimeout as pause } from 'node:timers/promises';
import { type Http, LostError, get } from './http.ts';

/** Asks a path again and again beside the load, and keeps what it was told. */
export class Watch {
  readonly statuses: number[] = [];
  readonly took_ms: number[] = [];
  /** Requests that got no answer at all. */
  lost = 0;
  readonly #http: Http;
  readonly #path: string;
  readonly #running: Promise<void>;
  #stopped = false;
  #awaited: { status: number; resolve: () => void }[] = [];

  constructor(http: Http, path: string, every_ms: number) {
    this.#http = http;
    this.#path = path;
    this.#running = this.#run(every_ms);
  }

  /** Resolves at the next answer with this status. */
  until(status: number): Promise<void> {
    return new Promise((resolve) => this.#awaited.push({ status, resolve }));
  }

  get slowest_ms(): number {
    return Math.max(...this.took_ms);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(every_ms: number): Promise<void> {
    while (!this.#stopped) {
      try {
        const { status, took_ms } = await this.#http.send(get(this.#path));
        this.statuses.push(status);
        this.took_ms.push(took_ms);
        for (const awaited of this.#awaited) if (awaited.status === status) awaited.resolve();
        this.#awaited = this.#awaited.filter((awaited) => awaited.status !== status);
      } catch (error) {
        if (!(error instanceof LostError)) throw error;
        this.lost += 1;
      }
      await pause(every_ms);
    }
  }
}
