import { OPERATION_METHODS, OPERATION_PATH, type Problem, type Routes, problemOf } from '@inkwell/contract';
import { idempotencyKey, invalidRequest } from '@inkwell/contract';
import type { Logger } from 'pino';
import { type Raw, invoke, newKey } from '../http/adapter.ts';
import type { Operations } from '../http/app.ts';
import { type Call, type Handler, type Result, ok, refused } from '../http/call.ts';
import { failure } from '../http/failures.ts';
import type { Operation } from '../http/adapter.ts';
import type { KeyRequests } from '../programs/requests.ts';

/** Operations begun before others on this process get their turn. */
const TURN = 50;

type Asked = Parameters<Handler<Routes['runBatch']>>[0]['body']['operations'][number];

interface Answered {
  status: number;
  body: unknown;
}

interface Ready {
  ok: true;
  operation: Operation;
  raw: Raw;
}

/** One operation, ready to be carried out, or what is wrong with it. */
interface Planned {
  index: number;
  path: string;
  ready: Ready | { ok: false; problem: Problem };
}

/** What can't stand in a batch: batches, streams, and what is no JSON. */
const ALONE = new Set(['runBatch', 'streamEvents', 'exportAccount', 'importAccount', 'takeBackup']);
const METHODS = new Set<string>(OPERATION_METHODS);

/** Why the key of a change can't be one; null if it can, or if there is none. */
function wrongKey(key: string | undefined): Problem | null {
  const checked = key === undefined ? null : idempotencyKey.safeParse(key);
  if (checked === null || checked.success) return null;
  return invalidRequest([{ field: 'idempotency_key', message: checked.error.issues[0]!.message }]);
}

/** Who sent the batch, and in which request. */
type Sender = Pick<Call, 'caller' | 'request_id'>;

function plan(operations: Operations, asked: Asked, index: number, sender: Sender): Planned {
  const [path = '', search = ''] = asked.path.split(/\?(.*)/s);
  const planned = (ready: Planned['ready']): Planned => ({ index, path, ready });
  const wrong = (problem: Problem): Planned => planned({ ok: false, problem });
  if (!OPERATION_PATH.test(path)) return wrong(problemOf('route_not_found'));
  const found = METHODS.has(asked.method) ? operations.find(asked.method, path) : null;
  if (found === null) {
    const is_known = operations.methodsOf(path).length > 0;
    return wrong(problemOf(is_known ? 'method_not_allowed' : 'route_not_found'));
  }
  const { operation, params } = found;
  if (ALONE.has(operation.route.id))
    return wrong(problemOf('invalid_request', 'Streams, files and batches can’t be operations of a batch.'));
  const wrong_key = operation.route.changes ? wrongKey(asked.idempotency_key) : null;
  if (wrong_key !== null) return wrong(wrong_key);
  const raw: Raw = {
    params,
    query: new URLSearchParams(search),
    body: asked.body,
    caller: sender.caller,
    idempotency_key: operation.route.changes ? (asked.idempotency_key ?? newKey()) : '',
    request: null,
    request_id: sender.request_id,
    peer: null,
  };
  return planned({ ok: true, operation, raw });
}

/**
 * Whether an operation may be under way while the account's next one is handed over. The lanes keep the order of what
 * they are given, and such a handler gives at once; reads, and what reads first, wait for all before them.
 */
function isPipelined({ operation, raw }: Ready): boolean {
  const { route } = operation;
  return (
    route.changes && route.id !== 'putAccount' && route.id !== 'editPlan' && raw.caller.kind !== 'session'
  );
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface BatchOptions {
  operations: () => Operations;
  requests: Pick<KeyRequests, 'note'>;
  log: Logger;
}

/** Carries out many operations, each answered by itself: in order in an account, accounts beside each other. */
export function batchHandler({ operations, requests, log }: BatchOptions): Handler<Routes['runBatch']> {
  const note = ({ ready }: Planned, { caller, request_id }: Sender, result: Result): void => {
    if (caller.kind !== 'workspace_key') return;
    const route = ready.ok ? ready.operation.route.id : 'runBatch';
    const idempotency_key = ready.ok ? ready.raw.idempotency_key : '';
    requests.note(caller, result, { route, idempotency_key, request_id });
  };

  const carryOut = async (planned: Planned, sender: Sender): Promise<Answered> => {
    const { ready, path } = planned;
    let result: Result;
    try {
      result = ready.ok ? await invoke(ready.operation, ready.raw) : refused(ready.problem);
    } catch (error) {
      result = failure(error, ready.ok ? ready.operation.route.id : 'runBatch', log);
    }
    note(planned, sender, result);
    const body = result.status < 400 ? result.body : { ...(result.body as object), instance: path };
    return { status: result.status, body };
  };

  const inOrder = async (group: Planned[], results: Answered[], sender: Sender): Promise<void> => {
    let open: Promise<void>[] = [];
    const begin = async (planned: Planned) => {
      results[planned.index] = await carryOut(planned, sender);
    };
    for (const [count, planned] of group.entries()) {
      if (count % TURN === TURN - 1) await nextTurn();
      const waits = !planned.ready.ok || !isPipelined(planned.ready);
      if (waits) {
        await Promise.all(open);
        open = [];
        await begin(planned);
      } else open.push(begin(planned));
    }
    await Promise.all(open);
  };

  return async ({ body, ...sender }) => {
    const groups = new Map<string, Planned[]>();
    for (const [index, asked] of body.operations.entries()) {
      const planned = plan(operations(), asked, index, sender);
      const account = planned.ready.ok ? (planned.ready.raw.params.account ?? '') : '';
      const group = groups.get(account);
      if (group === undefined) groups.set(account, [planned]);
      else group.push(planned);
      if (index % TURN === TURN - 1) await nextTurn();
    }
    const results: Answered[] = Array.from({ length: body.operations.length });
    const running: Promise<void>[] = [];
    for (const group of groups.values()) {
      running.push(inOrder(group, results, sender));
      if (running.length % TURN === 0) await nextTurn();
    }
    await Promise.all(running);
    return ok({ results });
  };
}
