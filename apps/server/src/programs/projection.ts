import { balanceOf } from '@inkwell/engine';
import { type Ledger, type Spending, type SpendingHead, usageDays } from '@inkwell/ledger';
import type { Job } from '../jobs.ts';
import type { ChargedRow, KeyUsageRow, ProjectionStore } from './projection-store.ts';

const EVERY_MS = 5_000;
/** What is read waits so long for the journal, then is answered with what there is. */
const PATIENCE_MS = 300;
/** A workspace's account is made a moment before the workspace: no account is taken for a program's own for longer. */
const PLAIN_MS = 60_000;
const REMEMBERED = 100_000;
const KEY = 'key:';

type Charge = Spending & { entry: { output: string } };

const isKey = (actor: string): boolean => actor.startsWith(KEY);
const nameOf = (account: string, output: string): string => `${account} ${output}`;
/** An account by what the journal's heads call it. */
const numberOf = ({ shard, account_no }: Pick<SpendingHead, 'shard' | 'account_no'>): string =>
  `${shard} ${account_no}`;

/**
 * Follows the journal for what programs charge: their outputs in workspaces (for History), and what each key spent (for the list of keys). What is stored moves together with the cursor, so each entry counts once,
 * however many processes follow. All of it can be made anew from the journal (J3): delete the rows and the cursor.
 */
export class Projection {
  readonly #ledger: Pick<Ledger, 'shards' | 'spendings' | 'reads'>;
  readonly #store: ProjectionStore;
  readonly #now: () => number;
  /** Accounts of programs alone, by when this is to be asked again: what an operator charges there is in no History. */
  readonly #plain = new Map<string, number>();
  #turn: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #closed = false;

  constructor(
    ledger: Pick<Ledger, 'shards' | 'spendings' | 'reads'>,
    store: ProjectionStore,
    now: () => number,
  ) {
    this.#ledger = ledger;
    this.#store = store;
    this.#now = now;
  }

  get jobs(): readonly Job[] {
    return [{ name: 'programs', every_ms: EVERY_MS, run: () => this.run() }];
  }

  /** Reads on until the journal's end as it is when this is called, or later. */
  run(): Promise<void> {
    this.#next ??= this.#turn
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        this.#turn = this.#readOn();
        return this.#turn;
      });
    return this.#next;
  }

  /** The same for a while: whether the end was reached. After an upgrade there may be a whole journal to read. */
  async isCaughtUp(): Promise<boolean> {
    const late = Promise.withResolvers<false>();
    const timer = setTimeout(() => late.resolve(false), PATIENCE_MS);
    try {
      return await Promise.race([this.run().then(() => true), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Stops after the page under way. Never rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([this.#next ?? this.#turn]);
  }

  async #readOn(): Promise<void> {
    const positions = await this.#store.positions();
    for (let shard = 0; shard < this.#ledger.shards; shard += 1) {
      let after = positions.get(shard) ?? 0;
      while (!this.#closed) {
        const { until, spendings } = await this.#ledger.spendings(shard, after, (head) => this.#wants(head));
        if (until === after) break;
        const is_taken = await this.#take(shard, after, until, spendings);
        // Another process has been there: it is gone on from where that one stands.
        after = is_taken ? until : ((await this.#store.positions()).get(shard) ?? 0);
      }
    }
  }

  #wants(head: SpendingHead): boolean {
    const { kind, actor } = head;
    return kind === 'voted' || isKey(actor) || (this.#plain.get(numberOf(head)) ?? 0) <= this.#now();
  }

  async #take(shard: number, after: number, until: number, spendings: Spending[]): Promise<boolean> {
    const all = spendings as Charge[];
    const by_runs = await this.#store.outputsOfRuns(all.map(({ entry }) => entry.output));
    const isByRun = ({ account, entry }: Charge) => by_runs.has(nameOf(account, entry.output));
    const charges = all.filter(({ entry }) => entry.kind !== 'voted');
    const programs = charges.filter((charge) => isKey(charge.entry.actor) || !isByRun(charge));
    const outputs = await this.#ofWorkspaces(programs, isByRun);
    const usage = await this.#usageOf(all, charges, isByRun);
    return this.#store.take({ shard, after, until, outputs, usage });
  }

  async #ofWorkspaces(charges: Charge[], isByRun: (charge: Charge) => boolean): Promise<ChargedRow[]> {
    const accounts = new Map(charges.map((charge) => [charge.account, numberOf(charge)]));
    const workspaces = await this.#store.workspacesAmong([...accounts.keys()]);
    if (this.#plain.size + accounts.size > REMEMBERED) this.#plain.clear();
    for (const [account, number] of accounts)
      if (workspaces.has(account)) this.#plain.delete(number);
      else this.#plain.set(number, this.#now() + PLAIN_MS);
    return charges
      .filter(({ account }) => workspaces.has(account))
      .map((charge) => {
        const { output, seq, at, member, actor, facts } = charge.entry;
        const { account } = charge;
        const source = facts.source as string;
        return { account, output, seq, at, member: member!, source, actor, by_run: isByRun(charge) };
      });
  }

  /** What this page adds to the use of keys. A vote's refund is the use of whichever key charged the output (R6). */
  async #usageOf(
    all: Charge[],
    charges: Charge[],
    isByRun: (charge: Charge) => boolean,
  ): Promise<KeyUsageRow[]> {
    const charger = new Map(
      charges.map(({ account, entry }) => [nameOf(account, entry.output), entry.actor]),
    );
    const others = all.filter(({ account, entry }) => !charger.has(nameOf(account, entry.output)));
    await this.#findChargers(others, isByRun, charger);
    const rows = new Map<string, KeyUsageRow>();
    for (const { account, entry } of all) {
      const actor = charger.get(nameOf(account, entry.output)) ?? '';
      if (!isKey(actor)) continue;
      const key_id = actor.slice(KEY.length);
      // A charge of 0 belongs to the cycle that its answer named.
      const place = (): [number, number] => [balanceOf(account, entry.figures!).cycle.number, 0];
      for (const { cycle, spent, refunded, outputs } of usageDays(entry, place)) {
        const row = rows.get(`${key_id} ${cycle}`);
        if (row === undefined) rows.set(`${key_id} ${cycle}`, { key_id, cycle, spent, refunded, outputs });
        else {
          row.spent += spent;
          row.refunded += refunded;
          row.outputs += outputs;
        }
      }
    }
    return [...rows.values()];
  }

  /** Who charged the outputs of votes: of workspaces it is known here, of other accounts the journal is asked. */
  async #findChargers(
    votes: Charge[],
    isByRun: (charge: Charge) => boolean,
    into: Map<string, string>,
  ): Promise<void> {
    const names = votes.map(({ account, entry: { output } }) => ({ account, output }));
    for (const { account, output, actor } of await this.#store.actorsOf(names))
      into.set(nameOf(account, output), actor);
    for (const vote of votes) {
      const { account, entry } = vote;
      // What a run holds and no key charged is a person's.
      if (isByRun(vote) || into.has(nameOf(account, entry.output))) continue;
      const loaded = await this.#ledger.reads.load(account);
      const found = loaded && (await this.#ledger.reads.output(loaded, entry.output));
      if (found !== undefined) into.set(nameOf(account, entry.output), found.entries[0]!.actor);
    }
  }
}
