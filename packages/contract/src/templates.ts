import { PLAIN, table } from './route.ts';
import { appOutputParams } from './schemas/app.ts';
import * as schemas from './schemas/templates.ts';

const plain = { ...PLAIN, tag: 'Templates', path: '/app/templates', access: 'session' } as const;
const one = {
  ...plain,
  path: '/app/templates/{template}',
  params: schemas.templateParams,
  errors: ['template_not_found'],
} as const;
const favourite = { ...one, path: '/app/templates/{template}/favourite' } as const;
const saved = {
  ...plain,
  path: '/app/outputs/{output}/favourite',
  params: appOutputParams,
  errors: ['output_not_found'],
} as const;
const answersFavourite = (description: string) =>
  [{ status: 200, description, schema: schemas.favourite }] as const;

/** Templates of the app. Another workspace's answer 404. */
export const templateRoutes = table({
  listTemplates: {
    ...plain,
    id: 'listTemplates',
    method: 'GET',
    summary: 'List the templates',
    description: 'All of them, the workspace’s own included, by name.',
    responses: [{ status: 200, description: 'The templates.', schema: schemas.templateList }],
  },
  createTemplate: {
    ...plain,
    id: 'createTemplate',
    method: 'POST',
    summary: 'Make a template of the workspace',
    description: 'Any member may. The same key again answers with the template that it made.',
    body: schemas.templateBody,
    responses: [{ status: 201, description: 'Made.', schema: schemas.template }],
    errors: ['invalid_state'],
    changes: true,
  },
  getTemplate: {
    ...one,
    id: 'getTemplate',
    method: 'GET',
    summary: 'Open a template',
    description: 'With its inputs, its prompt and what was filled in last.',
    responses: [{ status: 200, description: 'The template.', schema: schemas.template }],
  },
  editTemplate: {
    ...one,
    id: 'editTemplate',
    method: 'PUT',
    summary: 'Edit a template of the workspace',
    description: 'Its author, admins and owners may. Those that come with the product stay as they are.',
    body: schemas.templateBody,
    responses: [{ status: 200, description: 'Edited.', schema: schemas.template }],
    errors: ['template_not_found', 'not_allowed'],
  },
  deleteTemplate: {
    ...one,
    id: 'deleteTemplate',
    method: 'DELETE',
    summary: 'Delete a template of the workspace',
    description: 'Its author, admins and owners may. What was written with it stays.',
    responses: [{ status: 204, description: 'Gone.', schema: null }],
    errors: ['template_not_found', 'not_allowed'],
  },
  favourTemplate: {
    ...favourite,
    id: 'favourTemplate',
    method: 'PUT',
    summary: 'Make a template a favourite',
    description: 'Of the person who asks. Again changes nothing.',
    responses: answersFavourite('It is one.'),
  },
  unfavourTemplate: {
    ...favourite,
    id: 'unfavourTemplate',
    method: 'DELETE',
    summary: 'Take a template out of the favourites',
    description: 'Of the person who asks. Again changes nothing.',
    responses: answersFavourite('It is none.'),
  },
  listSaved: {
    ...plain,
    id: 'listSaved',
    method: 'GET',
    path: '/app/outputs/favourites',
    summary: 'List the saved outputs of a template',
    description: 'Those of the person who asks, last saved first, at most 100.',
    query: schemas.savedQuery,
    responses: [{ status: 200, description: 'The outputs.', schema: schemas.savedList }],
  },
  saveOutput: {
    ...saved,
    id: 'saveOutput',
    method: 'PUT',
    summary: 'Save an output',
    description: 'For the person who asks. Again changes nothing.',
    responses: answersFavourite('It is saved.'),
  },
  unsaveOutput: {
    ...saved,
    id: 'unsaveOutput',
    method: 'DELETE',
    summary: 'Let a saved output go',
    description: 'Its text stays in History.',
    responses: answersFavourite('It is not saved.'),
  },
});
