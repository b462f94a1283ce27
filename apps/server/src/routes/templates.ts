import type { AppRoutes } from '@inkwell/contract';
import type { Handlers } from '../http/call.ts';
import type { Templates } from '../templates/index.ts';
import { answered, runSession } from './app.ts';

type TemplateRoutes = Pick<
  AppRoutes,
  | 'listTemplates'
  | 'createTemplate'
  | 'getTemplate'
  | 'editTemplate'
  | 'deleteTemplate'
  | 'favourTemplate'
  | 'unfavourTemplate'
  | 'listSaved'
  | 'saveOutput'
  | 'unsaveOutput'
>;

/** Templates and saved outputs, for the person signed in. */
export const templateHandlers = (templates: Templates): Handlers<TemplateRoutes> => ({
  listTemplates: async (call) => answered(await templates.list(runSession(call))),
  createTemplate: async (call) => {
    const made = await templates.create(call, runSession(call), call.idempotency_key);
    return { ...answered(made, 201), replayed: made.replayed === true };
  },
  getTemplate: async (call) => answered(await templates.get(call, runSession(call))),
  editTemplate: async (call) => answered(await templates.edit(call, runSession(call))),
  deleteTemplate: async (call) => {
    const outcome = await templates.remove(call, runSession(call));
    return outcome.ok ? { status: 204, body: null } : answered(outcome);
  },
  favourTemplate: async (call) => answered(await templates.favour(call, runSession(call), true)),
  unfavourTemplate: async (call) => answered(await templates.favour(call, runSession(call), false)),
  listSaved: async (call) => answered(await templates.saved(call, runSession(call))),
  saveOutput: async (call) => answered(await templates.save(call, runSession(call), true)),
  unsaveOutput: async (call) => answered(await templates.save(call, runSession(call), false)),
});
