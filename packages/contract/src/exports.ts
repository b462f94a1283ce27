import { PLAIN, table } from './route.ts';
import { exportFilesQuery } from './schemas/exports.ts';
import { workspaceParams } from './schemas/people.ts';

const download = {
  ...PLAIN,
  tag: 'App',
  method: 'GET',
  query: exportFilesQuery,
  responses: [{ status: 200, description: 'The files.', schema: null, media: 'application/zip' }],
  access: 'person',
} as const;

/** Everything that a workspace or a person has here, to take along. Sent as it is read: nothing is gathered first. */
export const exportRoutes = table({
  exportWorkspace: {
    ...download,
    id: 'exportWorkspace',
    path: '/app/workspaces/{workspace}/export',
    summary: 'Download a workspace',
    description:
      'Documents, runs and outputs, what programs charged, usage of each cycle, grants, members, invitations, keys and webhooks without their secrets, payments, what was earned, and the journal with its hashes. Private documents of others are left out. For owners and admins.',
    params: workspaceParams,
    errors: ['workspace_not_found', 'not_allowed'],
  },
  exportMe: {
    ...download,
    id: 'exportMe',
    path: '/app/me/export',
    summary: 'Download what is one’s own',
    description:
      'Oneself, where one is signed in, one’s favourites and choices, and of each workspace that one belongs to one’s own documents, runs and usage.',
  },
});
