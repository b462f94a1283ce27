import type { AppRoutes } from '@inkwell/contract';
import type { Archive, Exports } from '../exports/index.ts';
import type { Allowances } from '../http/allowance.ts';
import { type Call, type Handlers, type Result, refused } from '../http/call.ts';
import type { Outcome } from '../people/outcome.ts';
import { askerOf } from './people.ts';

/** Always a file, never a page of this instance. */
export const fileHeaders = (media: string, name: string) => ({
  'content-type': media,
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
});

function archived(outcome: Outcome<Archive>): Result {
  if (!outcome.ok) return refused(outcome.problem);
  const { name, stream } = outcome.body;
  return { status: 200, body: stream, headers: fileHeaders('application/zip', name) };
}

type Waiting = (call: Pick<Call, 'caller'>) => Result | null;

/** A whole workspace is read at a time, so nobody asks for one after the other. */
const waiting =
  (allowances: Pick<Allowances, 'export'>): Waiting =>
  ({ caller }) =>
    caller.kind === 'operator' ? null : allowances.export.take(caller.actor);

type ExportRoutes = Pick<AppRoutes, 'exportWorkspace' | 'exportMe'>;

export const exportHandlers = (
  exports: Exports,
  allowances: Pick<Allowances, 'export'>,
): Handlers<ExportRoutes> => {
  const waits = waiting(allowances);
  return {
    exportWorkspace: async (call) =>
      waits(call) ??
      archived(await exports.workspace(askerOf(call), call.params.workspace, call.query.documents)),
    exportMe: async (call) =>
      waits(call) ?? archived(await exports.person(askerOf(call), call.query.documents)),
  };
};
