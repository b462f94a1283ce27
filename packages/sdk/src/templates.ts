/** Templates and saved outputs: a part of the app's client. */
import type {
  Favourite,
  SavedOutput,
  Template,
  TemplatePost,
  TemplateSummary,
} from '@inkwell/contract/types';
import { pathOf } from './http.ts';
import type { CallOptions, ChangeOptions, Http } from './http.ts';

const TEMPLATE = '/app/templates/{template}';

export const templatesOf = (http: Http) => ({
  list: (call: CallOptions = {}) =>
    http.json<{ data: TemplateSummary[] }>({ ...call, method: 'GET', path: '/app/templates' }),
  get: (template: string, call: CallOptions = {}) =>
    http.json<Template>({ ...call, method: 'GET', path: pathOf(TEMPLATE, template) }),
  create: (body: TemplatePost, call: ChangeOptions = {}) =>
    http.json<Template>({ ...call, method: 'POST', path: '/app/templates', body, changes: true }),
  edit: (template: string, body: TemplatePost, call: CallOptions = {}) =>
    http.json<Template>({ ...call, method: 'PUT', path: pathOf(TEMPLATE, template), body }),
  remove: (template: string, call: CallOptions = {}) =>
    http.json<void>({ ...call, method: 'DELETE', path: pathOf(TEMPLATE, template) }),
  favour: (template: string, is_favourite: boolean, call: CallOptions = {}) =>
    http.json<Favourite>({
      ...call,
      method: is_favourite ? 'PUT' : 'DELETE',
      path: pathOf(`${TEMPLATE}/favourite`, template),
    }),
});

/** The outputs that a person keeps, by template. */
export const savedOf = (http: Http) => ({
  list: (template: string, call: CallOptions = {}) =>
    http.json<{ data: SavedOutput[] }>({
      ...call,
      method: 'GET',
      path: '/app/outputs/favourites',
      query: { template },
    }),
  set: (output: string, is_saved: boolean, call: CallOptions = {}) =>
    http.json<Favourite>({
      ...call,
      method: is_saved ? 'PUT' : 'DELETE',
      path: pathOf('/app/outputs/{output}/favourite', output),
    }),
});
