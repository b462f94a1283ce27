import type { InkwellError } from '../../shared/api/client.ts';
import type { DocumentPut, DocumentSummary } from '../../shared/api/types.ts';

export type Patch = Omit<DocumentPut, 'revision'>;

/** What of a document is not saved yet, and the revision that it stands upon. Kept on this device meanwhile. */
export interface Draft {
  readonly revision: number;
  readonly patch: Patch;
}

export interface SaveState {
  readonly status: 'saved' | 'waiting' | 'saving' | 'offline' | 'conflict' | 'refused';
  /** Why a save was refused for good. */
  readonly detail: string | null;
}

/** What a saver stands on: given, so that tests need neither a network nor a clock. */
export interface SaverParts {
  readonly save: (body: DocumentPut, key: string) => Promise<DocumentSummary>;
  readonly key: () => string;
  readonly keep: (draft: Draft | null) => void;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly errorOf: (cause: unknown) => InkwellError | null;
  readonly saved: (summary: DocumentSummary) => void;
}

const DEBOUNCE_MS = 800;
const RETRY_MS = 4_000;

/**
 * Saves one document as it is typed: a little after the last change, one save at a time, each upon the revision that
 * the last one answered with. What can't be sent stays on this device and is sent when the server is there again.
 */
export class Saver {
  readonly #parts: SaverParts;
  readonly #listeners = new Set<() => void>();
  #revision: number;
  #patch: Patch = {};
  /** The save under way, with its key: sent again as it is until it is answered. */
  #sent: { patch: Patch; key: string } | null = null;
  #running: Promise<void> | null = null;
  #cancel: (() => void) | null = null;
  #state: SaveState = { status: 'saved', detail: null };

  constructor(revision: number, parts: SaverParts) {
    this.#revision = revision;
    this.#parts = parts;
  }

  readonly state = (): SaveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get revision(): number {
    return this.#revision;
  }

  get isClean(): boolean {
    return this.#sent === null && Object.keys(this.#patch).length === 0;
  }

  change(patch: Patch): void {
    this.#patch = { ...this.#patch, ...patch };
    this.#keep();
    if (this.#state.status === 'conflict') return;
    if (this.#state.status !== 'offline') this.#tell('waiting');
    this.#plan(this.#state.status === 'offline' ? RETRY_MS : DEBOUNCE_MS);
  }

  /** Sends what waits now. Resolves when it is saved or can't be; never rejects but for bugs. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    while (this.#running) await this.#running;
    if (this.isClean || this.#state.status === 'conflict') return;
    this.#running = this.#send();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** What was not saved is given up, and the document stands at another revision. */
  restart(revision: number): void {
    this.#patch = {};
    this.#sent = null;
    this.#revision = revision;
    this.#keep();
    this.#tell('saved');
  }

  async #send(): Promise<void> {
    this.#sent ??= { patch: this.#patch, key: this.#parts.key() };
    if (this.#sent.patch === this.#patch) this.#patch = {};
    const { patch, key } = this.#sent;
    this.#tell('saving');
    try {
      const summary = await this.#parts.save({ revision: this.#revision, ...patch }, key);
      this.#sent = null;
      this.#revision = summary.revision;
      this.#keep();
      this.#parts.saved(summary);
      this.#tell(this.isClean ? 'saved' : 'waiting');
      if (!this.isClean) this.#plan(DEBOUNCE_MS);
    } catch (cause) {
      this.#failed(cause);
    }
  }

  #failed(cause: unknown): void {
    const error = this.#parts.errorOf(cause);
    if (!error) throw cause;
    if (error.code === 'document_changed') {
      this.#unsend();
      this.#tell('conflict');
    } else if (error.code === 'network_error' || error.status >= 500 || error.status === 429) {
      this.#tell('offline');
      this.#plan(RETRY_MS);
    } else {
      this.#unsend();
      this.#tell('refused', error.message);
    }
  }

  /** What was sent is still to be saved, under what was changed since. */
  #unsend(): void {
    this.#patch = { ...this.#sent?.patch, ...this.#patch };
    this.#sent = null;
    this.#keep();
  }

  #keep(): void {
    const patch = { ...this.#sent?.patch, ...this.#patch };
    this.#parts.keep(Object.keys(patch).length === 0 ? null : { revision: this.#revision, patch });
  }

  #plan(ms: number): void {
    this.#cancel?.();
    this.#cancel = this.#parts.later(() => void this.flush(), ms);
  }

  #tell(status: SaveState['status'], detail: string | null = null): void {
    if (status === this.#state.status && detail === this.#state.detail) return;
    this.#state = { status, detail };
    for (const listener of this.#listeners) listener();
  }
}

export function saveSentence({ status, detail }: SaveState): string {
  switch (status) {
    case 'saved':
      return 'Saved';
    case 'waiting':
    case 'saving':
      return 'Saving…';
    case 'offline':
      return 'Kept on this device';
    case 'conflict':
      return 'Changed elsewhere';
    case 'refused':
      return `Not saved: ${detail ?? ''}`;
  }
}
