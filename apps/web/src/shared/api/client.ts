import { json, send } from './http.ts';
import { readEvents } from './sse.ts';
import type * as T from './types.ts';
import type { BatchReply } from './types.ts';

const at = (account: string) => `/v1/accounts/${encodeURIComponent(account)}`;

export const getSession = () => json<T.Session>('/app/session');
export async function signIn(token: string): Promise<T.Session> {
  await send('/app/session', { method: 'POST', body: { token } });
  return getSession();
}

export const getBalance = (account: string) => json<T.Balance>(`${at(account)}/balance`);
export const getAccount = (account: string) => json<T.Account>(at(account));
export const getPlans = async () => (await json<T.Page<T.Plan>>('/v1/plans')).data;
export const getMembers = async (account: string) =>
  (await json<T.Page<T.Member>>(`${at(account)}/members?limit=200`)).data;
export const getGrants = async (account: string) =>
  (await json<T.Page<T.Grant>>(`${at(account)}/grants?limit=100`)).data;
export const getReceipt = (account: string, output: string) =>
  json<T.Receipt>(`${at(account)}/outputs/${encodeURIComponent(output)}`);

export function usagePath(account: string, query: Readonly<Record<string, string>>): string {
  return `${at(account)}/usage?${new URLSearchParams(query).toString()}`;
}
export const getUsage = (account: string, query: Readonly<Record<string, string>>) =>
  json<T.Usage>(usagePath(account, query));

/** Several reads in one request, answered in their order. A read that failed is null. */
export async function readAll<A>(paths: readonly string[]): Promise<(A | null)[]> {
  const operations = paths.map((path) => ({ method: 'GET', path }));
  const { results } = await json<BatchReply>('/v1/batch', { method: 'POST', body: { operations } });
  return results.map(({ status, body }) => (status === 200 ? (body as A) : null));
}

/** The same usage as a table for other programs. */
export async function getUsageCsv(account: string, query: Readonly<Record<string, string>>): Promise<Blob> {
  const response = await send(usagePath(account, query), { accept: 'text/csv' });
  return response.blob();
}

export interface PlanEdit {
  readonly plan: string;
  readonly effective: 'now' | 'next_cycle';
}
export const previewPlan = (account: string, edit: PlanEdit) =>
  json<T.PlanPreview>(`${at(account)}/plan`, { method: 'POST', body: { ...edit, preview: true } });
export const editPlan = (account: string, edit: PlanEdit, key: string) =>
  json<T.PlanPreview>(`${at(account)}/plan`, { method: 'POST', body: edit, key });
export const withdrawPlan = (account: string, key: string) =>
  send(`${at(account)}/plan/pending`, { method: 'DELETE', key });
export const changeAccount = (account: string, body: { when_empty: T.Account['when_empty'] }, key: string) =>
  send(at(account), { method: 'PATCH', body, key });
export const changePhase = (account: string, act: 'pause' | 'resume' | 'cancel', key: string) =>
  send(`${at(account)}/${act}`, { method: 'POST', body: {}, key });
export const keepPlan = (account: string, key: string) =>
  send(`${at(account)}/cancel`, { method: 'DELETE', key });

export const getRuns = (limit: number, cursor: string | null) =>
  json<T.Page<T.RunSummary>>(
    `/app/runs?limit=${limit}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
  );
export const getRun = (run: string) => json<T.RunDetail>(`/app/runs/${encodeURIComponent(run)}`);
export const stopRun = (run: string, output?: string) =>
  send(`/app/runs/${encodeURIComponent(run)}/stop`, { method: 'POST', body: output ? { output } : {} });
export const vote = (output: string, body: { vote: T.Vote; reason?: string }, key: string) =>
  json<T.VoteReply>(`/app/outputs/${encodeURIComponent(output)}/vote`, { method: 'PUT', body, key });

/** Starts a run and yields what the server tells of it until the stream ends. */
export async function* startRun(request: T.RunRequest, key: string, signal: AbortSignal) {
  const response = await send('/app/runs', {
    method: 'POST',
    body: request,
    key,
    signal,
    accept: 'text/event-stream',
  });
  if (!response.body) return;
  for await (const { event, data } of readEvents(response.body)) {
    yield { event, data: JSON.parse(data) as unknown } as T.RunEvent;
  }
}
