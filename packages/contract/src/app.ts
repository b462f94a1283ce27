import { documentRoutes } from './documents.ts';
import { earnRoutes } from './earn.ts';
import { mailRoutes } from './mail.ts';
import { exportRoutes } from './exports.ts';
import { paymentRoutes } from './payments.ts';
import { peopleRoutes } from './people.ts';
import { PLAIN, table } from './route.ts';
import type { Route } from './route.ts';
import * as schemas from './schemas/app.ts';
import { noBody } from './schemas/accounts.ts';
import { staffRoutes } from './staff.ts';
import { templateRoutes } from './templates.ts';

const plain = { ...PLAIN, tag: 'App', access: 'session' } as const;

/** The routes that the web page of this instance uses beside the published contract. They may change with it. */
export const appRoutes = table({
  getSession: {
    ...plain,
    id: 'getSession',
    method: 'GET',
    path: '/app/session',
    summary: 'Who is signed in',
    description: 'The workspace, the person, the role and the model.',
    responses: [{ status: 200, description: 'The session.', schema: schemas.session }],
    errors: ['no_workspace'],
    access: 'person',
  },
  createSession: {
    ...plain,
    id: 'createSession',
    method: 'POST',
    path: '/app/session',
    summary: 'Sign in with a token',
    description: 'Sets the session cookie.',
    body: schemas.sessionPost,
    responses: [{ status: 204, description: 'Signed in.', schema: null }],
    errors: ['unauthorized'],
    access: 'public',
  },
  deleteSession: {
    ...plain,
    id: 'deleteSession',
    method: 'DELETE',
    path: '/app/session',
    summary: 'Sign out',
    description: 'Ends the session and removes its cookie. Without a session it answers the same.',
    responses: [{ status: 204, description: 'Signed out.', schema: null }],
    access: 'public',
  },
  startRun: {
    ...plain,
    id: 'startRun',
    method: 'POST',
    path: '/app/runs',
    summary: 'Write',
    description:
      'Answers with a stream. A client that hangs up stops the run and is charged what was delivered (C4).',
    body: schemas.runPost,
    responses: [
      { status: 200, description: 'The run.', schema: schemas.runEvent, media: 'text/event-stream' },
    ],
    errors: [
      'account_canceled',
      'account_paused',
      'output_not_found',
      'document_not_found',
      'template_not_found',
      'member_cap_reached',
      'bonus_locked_in_trial',
      'insufficient_credits',
      'model_error',
    ],
    changes: true,
  },
  stopRun: {
    ...plain,
    id: 'stopRun',
    method: 'POST',
    path: '/app/runs/{run}/stop',
    summary: 'Stop writing',
    description: 'What was delivered is charged. A run that is over answers the same.',
    params: schemas.runParams,
    body: schemas.runStop,
    responses: [{ status: 202, description: 'Stopping; the stream tells the end.', schema: noBody }],
    errors: ['run_not_found', 'output_not_found'],
  },
  listRuns: {
    ...plain,
    id: 'listRuns',
    method: 'GET',
    path: '/app/runs',
    summary: 'List the runs',
    description: 'Newest first, all or those that the filters leave.',
    query: schemas.runQuery,
    responses: [{ status: 200, description: 'The runs.', schema: schemas.runList }],
  },
  listHistory: {
    ...plain,
    id: 'listHistory',
    method: 'GET',
    path: '/app/history',
    summary: 'List runs and what programs charged',
    description:
      'Newest first, all or what the filters leave: the runs, and each output that was charged over the API. What is listed of a cycle adds up to its usage.',
    query: schemas.historyQuery,
    responses: [{ status: 200, description: 'The list.', schema: schemas.historyList }],
  },
  getRun: {
    ...plain,
    id: 'getRun',
    method: 'GET',
    path: '/app/runs/{run}',
    summary: 'Read a run with its outputs',
    description: 'Also while it is being written.',
    params: schemas.runParams,
    responses: [{ status: 200, description: 'The run.', schema: schemas.runDetail }],
    errors: ['run_not_found'],
  },
  vote: {
    ...plain,
    id: 'vote',
    method: 'PUT',
    path: '/app/outputs/{output}/vote',
    summary: 'Vote on an output',
    description: 'As `voteOutput`, for the person signed in, with advice on what to try next (R1).',
    params: schemas.appOutputParams,
    body: schemas.appVotePut,
    responses: [{ status: 200, description: 'The vote and what it moved.', schema: schemas.appVoteReply }],
    errors: ['output_not_found', 'not_allowed', 'insufficient_credits'],
    changes: true,
  },
  recountOutput: {
    ...plain,
    id: 'recountOutput',
    method: 'GET',
    path: '/app/outputs/{output}/recount',
    summary: 'Count an output again',
    description:
      'Counts the kept text by the version of the counter that its charge names (C2), and compares both with the journal.',
    params: schemas.appOutputParams,
    responses: [{ status: 200, description: 'Both counts.', schema: schemas.recount }],
    errors: ['output_not_found'],
  },
  listNames: {
    ...plain,
    id: 'listNames',
    method: 'GET',
    path: '/app/names',
    summary: 'List what people are called',
    description: 'Everybody who belongs to the workspace, and who has written in it and left.',
    responses: [{ status: 200, description: 'The names.', schema: schemas.nameList }],
  },
  ...documentRoutes,
  ...paymentRoutes,
  ...templateRoutes,
  ...peopleRoutes,
  ...mailRoutes,
  ...exportRoutes,
  ...staffRoutes,
  ...earnRoutes,
});

export type AppRoutes = typeof appRoutes;
export const appRouteList: readonly Route[] = Object.values(appRoutes);
