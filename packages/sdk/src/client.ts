import type * as c from '@inkwell/contract/types';
import { accountEvents } from './events.ts';
import type { EventsOptions } from './events.ts';
import { createHttp, pathOf } from './http.ts';
import type { CallOptions, ChangeOptions, ClientOptions, Http } from './http.ts';
import { each } from './pages.ts';
import type { PageOptions } from './pages.ts';

export interface UsageQuery {
  cycle?: 'current' | 'previous' | number | undefined;
  /** Days (`2026-11-05`) or instants; `to` is exclusive. */
  from?: string | undefined;
  to?: string | undefined;
  group_by?: (typeof c.USAGE_GROUPS)[number] | undefined;
}

export interface DailyQuery {
  cycle?: 'current' | 'previous' | number | undefined;
  by?: 'member' | 'source' | undefined;
}

export interface DeliveryQuery {
  state?: c.Delivery['state'] | undefined;
  type?: c.Delivery['type'] | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

export interface ExplainQuery {
  credits: number;
  member: string;
  mode?: (typeof c.HOLD_MODES)[number] | undefined;
}

interface RefusalFilters {
  key?: string | undefined;
  code?: c.ErrorCode | undefined;
}

const ACCOUNT = '/v1/accounts/{account}';

/** What every group is made of: a read, a page of a list, a change. */
function verbs(http: Http) {
  return {
    read: <T>(path: string, options: CallOptions = {}, query?: Record<string, string | number | undefined>) =>
      http.json<T>({ method: 'GET', path, query, signal: options.signal }),
    page: <T>(path: string, { limit, cursor, signal }: PageOptions = {}) =>
      http.json<c.Page<T>>({ method: 'GET', path, query: { limit, cursor }, signal }),
    change: <T>(method: c.Method, path: string, body?: unknown, options: ChangeOptions = {}) =>
      http.json<T>({ ...options, method, path, body, changes: true }),
    ask: <T>(path: string, body?: unknown, options: CallOptions = {}) =>
      http.json<T>({ method: 'POST', path, body, signal: options.signal }),
  };
}
type Verbs = ReturnType<typeof verbs>;

/** A list of an account: a page of it, or everything in it. */
const listOf = <T>({ page }: Verbs, path: string) => {
  const list = (account: string, options?: PageOptions) => page<T>(pathOf(path, account), options);
  return {
    list,
    /** Everything, from page to page as it is iterated. */
    each: (account: string, options?: PageOptions) => each((next) => list(account, next), options),
  };
};

const accountsOf = ({ read, change, ask }: Verbs) => ({
  put: (account: string, body: c.AccountPut, options?: ChangeOptions) =>
    change<c.Account>('PUT', pathOf(ACCOUNT, account), body, options),
  get: (account: string, options?: CallOptions) => read<c.Account>(pathOf(ACCOUNT, account), options),
  patch: (account: string, body: c.AccountPatch, options?: ChangeOptions) =>
    change<c.Account>('PATCH', pathOf(ACCOUNT, account), body, options),
  balance: (account: string, options?: CallOptions) =>
    read<c.Balance>(pathOf(`${ACCOUNT}/balance`, account), options),
  /** With `preview: true` nothing changes. */
  editPlan: (account: string, body: c.PlanEdit, options?: ChangeOptions) =>
    change<c.PlanPreview>('POST', pathOf(`${ACCOUNT}/plan`, account), body, options),
  withdrawPlanEdit: (account: string, options?: ChangeOptions) =>
    change<c.Account>('DELETE', pathOf(`${ACCOUNT}/plan/pending`, account), undefined, options),
  pause: (account: string, options?: ChangeOptions) =>
    change<c.Account>('POST', pathOf(`${ACCOUNT}/pause`, account), {}, options),
  resume: (account: string, options?: ChangeOptions) =>
    change<c.Account>('POST', pathOf(`${ACCOUNT}/resume`, account), {}, options),
  cancel: (account: string, body: c.Cancel = {}, options?: ChangeOptions) =>
    change<c.Account>('POST', pathOf(`${ACCOUNT}/cancel`, account), body, options),
  withdrawCancel: (account: string, options?: ChangeOptions) =>
    change<c.Account>('DELETE', pathOf(`${ACCOUNT}/cancel`, account), undefined, options),
  convertTrial: (account: string, options?: ChangeOptions) =>
    change<c.Account>('POST', pathOf(`${ACCOUNT}/trial/convert`, account), {}, options),
  verify: (account: string, options?: CallOptions) =>
    ask<c.VerifyReply>(pathOf(`${ACCOUNT}/verify`, account), {}, options),
});

/** Accounts as a whole, and the instance's data: for operator keys. */
const operatingOf = (http: Http, { page }: Verbs) => ({
  list: (options?: PageOptions) => page<c.Account>('/v1/accounts', options),
  /** Every account of the instance, from page to page as it is iterated. */
  each: (options?: PageOptions) => each((next) => page<c.Account>('/v1/accounts', next), options),
  /** The account's file, as it comes. */
  async export(account: string, options: CallOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const path = pathOf(`${ACCOUNT}/export`, account);
    const call = { method: 'GET', path, accept: 'application/x-ndjson', signal: options.signal } as const;
    return (await http.send(call)).body!;
  },
  /** Makes the account out of its file. Sent again after a lost answer it is `account_exists`, with `same_journal`. */
  import: (account: string, file: Blob, options: CallOptions = {}) =>
    http.json<c.ImportReply>({
      method: 'POST',
      path: pathOf(`${ACCOUNT}/import`, account),
      file,
      signal: options.signal,
    }),
});

const membersOf = (all: Verbs) => ({
  ...listOf<c.MemberUsage>(all, `${ACCOUNT}/members`),
  setCap: (account: string, member: string, body: c.MemberPut, options?: ChangeOptions) =>
    all.change<c.MemberReply>('PUT', pathOf(`${ACCOUNT}/members/{member}`, account, member), body, options),
  /** Back to the default of the workspace. */
  removeCap: (account: string, member: string, options?: ChangeOptions) =>
    all.change<c.MemberReply>(
      'DELETE',
      pathOf(`${ACCOUNT}/members/{member}`, account, member),
      undefined,
      options,
    ),
});

const grantsOf = (all: Verbs) => ({
  ...listOf<c.Grant>(all, `${ACCOUNT}/grants`),
  award: (account: string, body: c.GrantPost, options?: ChangeOptions) =>
    all.change<c.GrantReply>('POST', pathOf(`${ACCOUNT}/grants`, account), body, options),
  revoke: (account: string, grant: string, body: c.GrantRevoke, options?: ChangeOptions) =>
    all.change<c.GrantReply>(
      'POST',
      pathOf(`${ACCOUNT}/grants/{grant}/revoke`, account, grant),
      body,
      options,
    ),
});

const holdsOf = ({ change }: Verbs) => ({
  create: (account: string, body: c.HoldPost, options?: ChangeOptions) =>
    change<c.HoldReply>('POST', pathOf(`${ACCOUNT}/holds`, account), body, options),
  extend: (account: string, hold: string, body: c.HoldExtend, options?: ChangeOptions) =>
    change<c.ExtendReply>('POST', pathOf(`${ACCOUNT}/holds/{hold}/extend`, account, hold), body, options),
  settle: (account: string, hold: string, body: c.HoldSettle, options?: ChangeOptions) =>
    change<c.SettleReply>('POST', pathOf(`${ACCOUNT}/holds/{hold}/settle`, account, hold), body, options),
  release: (account: string, hold: string, options?: ChangeOptions) =>
    change<c.ReleaseReply>('POST', pathOf(`${ACCOUNT}/holds/{hold}/release`, account, hold), {}, options),
});

const outputsOf = ({ read, change }: Verbs) => ({
  get: (account: string, output: string, options?: CallOptions) =>
    read<c.OutputReceipt>(pathOf(`${ACCOUNT}/outputs/{output}`, account, output), options),
  vote: (account: string, output: string, body: c.VotePut, options?: ChangeOptions) =>
    change<c.VoteReply>('PUT', pathOf(`${ACCOUNT}/outputs/{output}/vote`, account, output), body, options),
});

const usageOf = (http: Http, { read }: Verbs) => ({
  get: (account: string, query: UsageQuery = {}, options?: CallOptions) =>
    read<c.UsageReply>(pathOf(`${ACCOUNT}/usage`, account), options, { ...query }),
  /** The same rows as CSV text. */
  csv: (account: string, query: UsageQuery = {}, options: CallOptions = {}) =>
    http.text({
      ...options,
      method: 'GET',
      path: pathOf(`${ACCOUNT}/usage`, account),
      query: { ...query },
      accept: 'text/csv',
    }),
  /** A cycle day by day: one row a day and member or source. */
  daily: (account: string, query: DailyQuery = {}, options?: CallOptions) =>
    read<c.DailyUsage>(pathOf(`${ACCOUNT}/usage/daily`, account), options, { ...query }),
  explain: (account: string, query: ExplainQuery, options?: CallOptions) =>
    read<c.ExplainReply>(pathOf(`${ACCOUNT}/explain`, account), options, { ...query }),
});

/** Making and revoking a key take no idempotency key: a lost secret is of no use to a retry. */
const keysOf = (http: Http, all: Verbs) => ({
  /** With what each has used in the current cycle. */
  ...listOf<c.KeyListed>(all, `${ACCOUNT}/keys`),
  /** The secret is in this answer and nowhere else. */
  create: (account: string, body: c.KeyPost, options?: CallOptions) =>
    all.ask<c.KeyMade>(pathOf(`${ACCOUNT}/keys`, account), body, options),
  /** How the requests under a key ended, by day. */
  requests: (account: string, key: string, { days, signal }: CallOptions & { days?: number } = {}) =>
    all.read<c.KeyRequests>(pathOf(`${ACCOUNT}/keys/{key}/requests`, account, key), { signal }, { days }),
  /** What was refused of late, newest first. */
  refusals: (account: string, { signal, ...query }: PageOptions & RefusalFilters = {}) =>
    http.json<c.KeyRefusalList>({
      method: 'GET',
      path: pathOf(`${ACCOUNT}/keys/refusals`, account),
      query,
      signal,
    }),
  revoke: (account: string, key: string, options: CallOptions = {}) =>
    http.json<c.Key>({ ...options, method: 'DELETE', path: pathOf(`${ACCOUNT}/keys/{key}`, account, key) }),
});

/** Whose webhooks: an account's, or (null) the whole instance's, for its operator. */
type HookOwner = string | null;

const HOOK = '/{webhook}';
const DELIVERY = '/{webhook}/deliveries/{delivery}';

/** Webhooks take no idempotency keys: a secret is told once, and what is sent twice is one to its receiver. */
const webhooksOf = (http: Http, { read, ask }: Verbs) => {
  const at = (owner: HookOwner, path = '', ...params: string[]) =>
    (owner === null ? '/v1/webhooks' : pathOf(`${ACCOUNT}/webhooks`, owner)) + pathOf(path, ...params);
  return {
    /** The secret is in this answer and nowhere else. */
    create: (owner: HookOwner, body: c.WebhookPost, options?: CallOptions) =>
      ask<c.WebhookMade>(at(owner), body, options),
    list: (owner: HookOwner, options?: CallOptions) => read<c.WebhookList>(at(owner), options),
    get: (owner: HookOwner, webhook: string, options?: CallOptions) =>
      read<c.Webhook>(at(owner, HOOK, webhook), options),
    patch: (owner: HookOwner, webhook: string, body: c.WebhookPatch, options: CallOptions = {}) =>
      http.json<c.Webhook>({ ...options, method: 'PATCH', path: at(owner, HOOK, webhook), body }),
    delete: (owner: HookOwner, webhook: string, options: CallOptions = {}) =>
      http.json<void>({ ...options, method: 'DELETE', path: at(owner, HOOK, webhook) }),
    /** The old secret signs along for `grace_s` seconds, a day unless told. */
    rotate: (owner: HookOwner, webhook: string, body: c.SecretRotate = {}, options?: CallOptions) =>
      ask<c.WebhookMade>(at(owner, `${HOOK}/rotate`, webhook), body, options),
    test: (owner: HookOwner, webhook: string, options?: CallOptions) =>
      ask<c.Delivery>(at(owner, `${HOOK}/test`, webhook), {}, options),
    deliveries: (owner: HookOwner, webhook: string, query: DeliveryQuery = {}, options?: CallOptions) =>
      read<c.Page<c.Delivery>>(at(owner, `${HOOK}/deliveries`, webhook), options, { ...query }),
    delivery: (owner: HookOwner, webhook: string, delivery: string, options?: CallOptions) =>
      read<c.DeliveryDetail>(at(owner, DELIVERY, webhook, delivery), options),
    replay: (owner: HookOwner, webhook: string, delivery: string, options?: CallOptions) =>
      ask<c.Delivery>(at(owner, `${DELIVERY}/replay`, webhook, delivery), {}, options),
    replayDead: (owner: HookOwner, webhook: string, options?: CallOptions) =>
      ask<c.ReplayReply>(at(owner, `${HOOK}/replay`, webhook), {}, options),
  };
};

const clocksOf = ({ change }: Verbs) => ({
  create: (body: { now: string }, options?: ChangeOptions) =>
    change<c.Clock>('POST', '/v1/clocks', body, options),
  advance: (clock: string, body: { to: string }, options?: ChangeOptions) =>
    change<c.Clock>('POST', pathOf('/v1/clocks/{clock}/advance', clock), body, options),
});

/** The process and its database, for whoever watches them. */
const instanceOf = (http: Http, { read }: Verbs) => ({
  health: (options?: CallOptions) => read<{ status: 'ok' }>('/healthz', options),
  /** Throws `unavailable` while the database does not answer, or the server is closing. */
  readiness: (options?: CallOptions) => read<{ status: 'ok' }>('/readyz', options),
  /** In the text format of Prometheus. */
  metrics: (options: CallOptions = {}) =>
    http.text({ ...options, method: 'GET', path: '/metrics', accept: 'text/plain' }),
  /** The embedded database as a gzipped tar archive, as it comes; for operator keys. */
  async backup(options: CallOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const call = { method: 'POST', path: '/v1/backup', accept: 'application/gzip' } as const;
    return (await http.send({ ...call, signal: options.signal })).body!;
  },
});

/** Operations without a key get one here, so that sending the batch again after a lost answer changes nothing twice. */
const keyed = (batch: c.BatchPost): c.BatchPost => ({
  operations: batch.operations.map((operation) =>
    operation.method === 'GET'
      ? operation
      : { ...operation, idempotency_key: operation.idempotency_key ?? crypto.randomUUID() },
  ),
});

/** A client of one instance. Every method answers with the JSON of its route or throws `InkwellError`. */
export function createClient(options: ClientOptions) {
  const http = createHttp(options);
  const all = verbs(http);
  return {
    plans: (call?: CallOptions) => all.read<{ data: c.Plan[]; next_cursor: null }>('/v1/plans', call),
    accounts: { ...accountsOf(all), ...operatingOf(http, all) },
    members: membersOf(all),
    grants: grantsOf(all),
    holds: holdsOf(all),
    charges: {
      create: (account: string, body: c.ChargePost, call?: ChangeOptions) =>
        all.change<c.ChargeReply>('POST', pathOf(`${ACCOUNT}/charges`, account), body, call),
    },
    outputs: outputsOf(all),
    usage: usageOf(http, all),
    cycles: {
      list: (account: string, call?: CallOptions) =>
        all.read<c.CycleList>(pathOf(`${ACCOUNT}/cycles`, account), call),
    },
    keys: keysOf(http, all),
    webhooks: webhooksOf(http, all),
    /** The journal, newest first. */
    entries: listOf<c.Entry>(all, `${ACCOUNT}/entries`),
    clocks: clocksOf(all),
    words: (text: string, call?: CallOptions) => all.ask<c.WordsReply>('/v1/words', { text }, call),
    batch: (body: c.BatchPost, call?: CallOptions) => all.ask<c.BatchReply>('/v1/batch', keyed(body), call),
    instance: instanceOf(http, all),
    /** See `accountEvents`: an endless iterator that reconnects by itself. */
    events: (account: string, call?: EventsOptions) => accountEvents(http, account, call),
  };
}

export type Client = ReturnType<typeof createClient>;
