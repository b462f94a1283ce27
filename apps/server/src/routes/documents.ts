import type { AppRoutes } from '@inkwell/contract';
import { problemOf } from '@inkwell/contract';
import type { Documents } from '../documents/index.ts';
import type { VoiceStore } from '../documents/voices.ts';
import { voiceOf } from '../documents/views.ts';
import { type Handlers, ok, refused } from '../http/call.ts';
import type { Runs } from '../runs/index.ts';
import { fileHeaders } from './exports.ts';
import { answered, runSession } from './app.ts';

type DocumentRoutes = Pick<
  AppRoutes,
  | 'listDocuments'
  | 'createDocument'
  | 'getDocument'
  | 'saveDocument'
  | 'trashDocument'
  | 'restoreDocument'
  | 'exportDocument'
  | 'listVersions'
  | 'keepVersion'
  | 'getVersion'
  | 'restoreVersion'
>;

/** Documents, for the person signed in. */
export const documentHandlers = (documents: Documents): Handlers<DocumentRoutes> => ({
  listDocuments: async (call) => answered(await documents.list(call, runSession(call))),
  createDocument: async (call) => {
    const made = await documents.create(call, runSession(call), call.idempotency_key);
    return { ...answered(made, 201), replayed: made.replayed === true };
  },
  getDocument: async (call) => answered(await documents.get(call, runSession(call))),
  saveDocument: async (call) => {
    const saved = await documents.save(call, runSession(call), call.idempotency_key);
    return { ...answered(saved), replayed: saved.replayed === true };
  },
  trashDocument: async (call) => answered(await documents.trash(call, runSession(call))),
  restoreDocument: async (call) => answered(await documents.restore(call, runSession(call))),
  exportDocument: async (call) => {
    const outcome = await documents.export(call, runSession(call));
    if (!outcome.ok) return refused(outcome.problem);
    const { bytes, media, name } = outcome.body;
    const body = new Blob([Uint8Array.from(bytes)]).stream();
    return { status: 200, body, headers: fileHeaders(media, name) };
  },
  listVersions: async (call) => answered(await documents.versions(call, runSession(call))),
  keepVersion: async (call) => answered(await documents.keepVersion(call, runSession(call)), 201),
  getVersion: async (call) => answered(await documents.version(call, runSession(call))),
  restoreVersion: async (call) =>
    answered(await documents.restoreVersion(call, runSession(call), call.idempotency_key)),
});

type VoiceRoutes = Pick<AppRoutes, 'listVoices' | 'createVoice' | 'deleteVoice'>;

/** The saved voices of a workspace. */
export const voiceHandlers = (voices: VoiceStore, now: () => number): Handlers<VoiceRoutes> => ({
  listVoices: async (call) => {
    const rows = await voices.list(runSession(call).account);
    return ok({ data: rows.map(voiceOf) });
  },
  createVoice: async (call) => {
    const { account, member } = runSession(call);
    const { name, description } = call.body;
    const row = await voices.create({ account, name, description, created_by: member, created_at: now() });
    return ok(voiceOf(row), 201);
  },
  deleteVoice: async (call) => {
    const { account, member, role } = runSession(call);
    const { voice } = call.params;
    const row = await voices.get(account, voice);
    if (row === undefined)
      return refused(problemOf('voice_not_found', `There is no voice ${voice}.`, { voice }));
    if (role === 'member' && row.created_by !== member)
      return refused(problemOf('not_allowed', 'Who saved a voice, admins and owners may remove it.'));
    await voices.remove(account, voice);
    return { status: 204, body: null };
  },
});

/** What a model was given for an output. */
export const seenHandlers = ({
  handlers: runs,
}: Pick<Runs, 'handlers'>): Handlers<Pick<AppRoutes, 'getSeen'>> => ({
  getSeen: async (call) => answered(await runs.getSeen(call, runSession(call))),
});
