import { PROBLEM_JSON, SESSION_COOKIE } from './constants.ts';
import { errorPage } from './error-page.ts';
import { ERRORS, ERROR_CODES } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { Components, problemSchema } from './openapi-components.ts';
import type { JsonObject } from './openapi-components.ts';
import { openAiErrorOf, openAiErrorSchema } from './openai-error.ts';
import { webhooksOf } from './openapi-webhooks.ts';
import { errorsOf } from './route.ts';
import type { Access, Route, RouteResponse } from './route.ts';

/** What the document says beyond the routes. `server_url` is where this instance is reached from outside. */
export interface DocumentOptions {
  version: string;
  server_url: string;
}

const TAGS: Record<string, string> = {
  Accounts: 'The plan catalogue; accounts with their plan, phase, cycle and balance.',
  Members: "Who used what in the current cycle, and everyone's cap.",
  Grants: 'Where credits come from.',
  Holds: 'Credits set aside while words are being written.',
  Charges: 'Words that exist already, paid in one step.',
  Outputs: 'Receipts and votes.',
  Reading: 'Usage, journal, explanations, events, the word counter.',
  Keys: 'Keys of one account, for programs that spend and read.',
  Webhooks: 'Being told what happens, signed as Standard Webhooks says, instead of asking for it.',
  Batch: 'Many operations in one request.',
  'Test clocks': 'Accounts whose time is moved by hand.',
  Gateway: 'OpenAI’s chat completions and models: its clients work with a workspace key and this address.',
  Instance: 'Health and metrics.',
  People: 'Signing in, people, workspaces and invitations.',
  Payments: 'Plans, packs and invoices that are paid for, for owners and admins signed in.',
  Documents: 'Documents, their versions and trash, saved voices.',
  Templates: 'Templates of the instance and of the workspace, favourites.',
  Earn: 'How workspaces earn bonus credits: referrals and promo codes.',
  Staff: 'What staff of the instance see and do: workspaces, awards, their record, feedback, health.',
  App: "What this instance's own pages use. Not part of the stable contract.",
};

const SECURITY: Record<Access, JsonObject[]> = {
  public: [],
  read: [{ key: [] }, { session: [] }],
  spend: [{ key: [] }, { session: [] }],
  key: [{ key: [] }],
  admin: [{ key: [] }, { session: [] }],
  operator: [{ key: [] }],
  session: [{ session: [] }],
  person: [{ session: [] }],
};

const WHO: Record<Access, string> = {
  public: 'Needs no key.',
  read: "For operator keys, and this workspace's keys and members.",
  spend: "For operator keys, and this workspace's keys and members.",
  key: 'For operator keys and workspace keys.',
  admin: "For operator keys, and this workspace's owners and admins when signed in; not for workspace keys.",
  operator: 'For operator keys only.',
  session: 'For a person signed in to the app, in a workspace.',
  person: 'For a person signed in to the app.',
};

const text = { type: 'string' };

const parameterRef = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });
const headerRef = (name: string): JsonObject => ({ $ref: `#/components/headers/${name}` });

/** The properties of an object schema as parameters. */
function parametersIn(
  where: 'path' | 'query',
  schema: Route['params'],
  components: Components,
): JsonObject[] {
  if (schema === null) return [];
  const object = components.inline(schema);
  const required = (object.required ?? []) as string[];
  return Object.entries((object.properties ?? {}) as Record<string, JsonObject>).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: where,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function parametersOf(route: Route, components: Components): JsonObject[] {
  const parameters = [
    ...parametersIn('path', route.params, components),
    ...parametersIn('query', route.query, components),
  ];
  if (route.changes) parameters.push(parameterRef('IdempotencyKey'));
  if (route.method === 'GET' && route.responses.some((response) => response.media === 'text/event-stream'))
    parameters.push(parameterRef('LastEventId'));
  return parameters;
}

function contentOf(responses: readonly RouteResponse[], components: Components): JsonObject {
  const content: JsonObject = {};
  for (const { schema, media } of responses)
    if (schema !== null) content[media ?? 'application/json'] = { schema: components.inline(schema) };
  return content;
}

function successResponses(route: Route, components: Components): JsonObject {
  const responses: JsonObject = {};
  for (const status of new Set(route.responses.map((response) => response.status))) {
    const same = route.responses.filter((response) => response.status === status);
    const content = contentOf(same, components);
    responses[String(status)] = {
      description: same.map((response) => response.description).join(' '),
      ...(route.changes
        ? {
            headers: {
              'Idempotency-Key': headerRef('IdempotencyKey'),
              'Idempotent-Replayed': headerRef('Replayed'),
            },
          }
        : {}),
      ...(Object.keys(content).length === 0 ? {} : { content }),
    };
  }
  return responses;
}

const onlyThese = (codes: ErrorCode[]): JsonObject => ({ properties: { code: { enum: codes } } });

function problemContent(codes: ErrorCode[]): JsonObject {
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, onlyThese(codes)] };
  return { [PROBLEM_JSON]: { schema, examples: Object.fromEntries(examples) } };
}

function openAiContent(codes: ErrorCode[]): JsonObject {
  const inside = { properties: { error: { properties: { inkwell: onlyThese(codes) } } } };
  const examples = codes.map((code) => {
    const value = openAiErrorOf(errorPage(code).example);
    return [code, { summary: ERRORS[code].title, value }] as const;
  });
  const schema = { allOf: [{ $ref: '#/components/schemas/OpenAiError' }, inside] };
  return { 'application/json': { schema, examples: Object.fromEntries(examples) } };
}

function problemResponse(codes: ErrorCode[], dialect: Route['dialect']): JsonObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(' '),
    ...(codes.includes('rate_limited') ? { headers: { 'Retry-After': headerRef('RetryAfter') } } : {}),
    content: dialect === 'openai' ? openAiContent(codes) : problemContent(codes),
  };
}

function problemResponses(route: Route): JsonObject {
  const responses: JsonObject = {};
  const codes = errorsOf(route);
  for (const status of new Set(codes.map((code) => ERRORS[code].status))) {
    const same = codes.filter((code) => ERRORS[code].status === status);
    responses[String(status)] = problemResponse(same, route.dialect);
  }
  return responses;
}

function bodyOf({ body, upload }: Route, components: Components): JsonObject {
  if (upload !== undefined)
    return { requestBody: { required: true, content: { [upload]: { schema: text } } } };
  if (body === null) return {};
  const required = !body.safeParse({}).success;
  return { requestBody: { required, content: { 'application/json': { schema: components.inline(body) } } } };
}

function operationOf(route: Route, components: Components): JsonObject {
  return {
    operationId: route.id,
    summary: route.summary,
    description: `${route.description}\n\n${WHO[route.access]}`,
    tags: [route.tag],
    security: SECURITY[route.access],
    parameters: parametersOf(route, components),
    ...bodyOf(route, components),
    responses: { ...successResponses(route, components), ...problemResponses(route) },
  };
}

/** The parts that operations refer to, beside the schemas. */
const shared = (): JsonObject => ({
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Unique in the account. The same key and request bring the same answer, whenever it is sent (K1).',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
    LastEventId: {
      name: 'Last-Event-ID',
      in: 'header',
      required: false,
      description: 'The id of the last event received.',
      schema: text,
    },
  },
  headers: {
    IdempotencyKey: { description: "The request's key, or the one made for it.", schema: text },
    Replayed: {
      description: '`true` when the change had been made before and this is its answer again.',
      schema: { type: 'string', enum: ['true'] },
    },
    RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
  },
  examples: Object.fromEntries(
    ERROR_CODES.map((code) => [code, { summary: ERRORS[code].title, value: errorPage(code).example }]),
  ),
  securitySchemes: {
    key: { type: 'http', scheme: 'bearer', description: 'An operator key or a workspace key.' },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: SESSION_COOKIE,
      description: 'A person signed in to the app.',
    },
  },
});

/** The OpenAPI 3.1 document of a table of routes. Plain JSON, ready to be sent; made once at start. */
export function openApiDocument(routes: readonly Route[], options: DocumentOptions): JsonObject {
  const components = new Components();
  components.add('Problem', problemSchema());
  if (routes.some(({ dialect }) => dialect === 'openai')) components.add('OpenAiError', openAiErrorSchema());
  const paths: Record<string, JsonObject> = {};
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = operationOf(route, components);
  }
  const tags = new Set(routes.map((route) => route.tag));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Inkwell',
      version: options.version,
      description:
        'Word credits for an AI writing workspace: one word is one credit. Instants are RFC 3339 UTC, credits are ' +
        'whole numbers, and every refusal is a problem with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.server_url }],
    tags: [...tags].map((name) => ({ name, description: TAGS[name] ?? name })),
    paths,
    webhooks: webhooksOf(components),
    components: { schemas: components.sorted(), ...shared() },
  };
}
