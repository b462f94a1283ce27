import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  ERROR_CODES,
  WEBHOOK_TEST,
  WEBHOOK_TYPES,
  appRouteList,
  errorsOf,
  gatewayRouteList,
  openApiDocument,
  routeList,
} from '../src/index.ts';
import { Components } from '../src/openapi-components.ts';

const every = [...routeList, ...gatewayRouteList, ...appRouteList];
interface Operation {
  operationId: string;
  security: unknown[];
  parameters: { name?: string; in?: string; $ref?: string }[];
  requestBody?: { required: boolean; content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  servers: { url: string }[];
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}
const document = openApiDocument(every, {
  version: '1.2.3',
  server_url: 'https://ink.example',
}) as unknown as Document;

const operationOf = (path: string, method: string): Operation | undefined =>
  document.paths[path]?.[method.toLowerCase()];

/** Every `$ref` of the document, wherever it stands. */
function refsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : refsOf(inner),
  );
}

function resolve(ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document);
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1, in plain JSON', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.servers).toEqual([{ url: 'https://ink.example' }]);
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });

  it('has every reference resolved', () => {
    const refs = refsOf(document);
    expect(refs.length).toBeGreaterThan(100);
    expect(refs.filter((ref) => resolve(ref) === undefined)).toEqual([]);
  });

  it.each(every.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'has %s',
    (_name, route) => {
      const operation = operationOf(route.path, route.method) as Operation;
      expect(operation.operationId).toBe(route.id);
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const given = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name);
      expect(given).toEqual(inPath);
      expect(operation.requestBody === undefined).toBe(route.body === null && route.upload === undefined);
      for (const response of route.responses)
        expect(operation.responses).toHaveProperty(String(response.status));
      for (const code of errorsOf(route)) expect(JSON.stringify(operation.responses)).toContain(`"${code}"`);
      const hasKey = operation.parameters.some(
        (one) => one.$ref === '#/components/parameters/IdempotencyKey',
      );
      expect(hasKey).toBe(route.changes);
    },
  );

  it('has unique operationIds and described tags', () => {
    const ids = every.map((route) => route.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const tag of document.tags) expect(tag.description).not.toBe(tag.name);
  });

  it('lists every code', () => {
    expect(document.components.schemas.Problem).toMatchObject({
      properties: { code: { enum: ERROR_CODES } },
    });
  });

  it('shows the type of a query, its default, and the examples of a body', () => {
    const usage = JSON.stringify(operationOf('/v1/accounts/{account}/entries', 'get')?.parameters);
    expect(usage).toContain('{"type":"integer","minimum":1,"maximum":200,"default":50}');
    expect(document.components.schemas.AccountPut).toHaveProperty('examples');
    expect(document.components.schemas.Balance).toHaveProperty('examples');
  });

  it('asks for a body only where it must', () => {
    expect(operationOf('/v1/accounts/{account}/cancel', 'post')?.requestBody?.required).toBe(false);
    expect(operationOf('/v1/accounts/{account}/holds', 'post')?.requestBody?.required).toBe(true);
  });

  it('needs no key for health only', () => {
    const open = routeList.filter((route) => operationOf(route.path, route.method)?.security.length === 0);
    expect(open.map((route) => route.path)).toEqual(['/healthz', '/readyz', '/metrics']);
  });

  it('has examples that its own schemas take', () => {
    const schemas = every.flatMap((route) => [route.body, ...route.responses.map((one) => one.schema)]);
    for (const schema of schemas) {
      const meta = schema === null ? undefined : z.globalRegistry.get(schema);
      for (const example of (meta?.examples ?? []) as unknown[])
        expect(schema?.safeParse(example).error, meta?.id).toBeUndefined();
    }
  });

  it('[L2] says what is sent: every type that can be subscribed to, and the test', () => {
    const told = Object.keys(document.webhooks);
    expect(told).toEqual([...WEBHOOK_TYPES, WEBHOOK_TEST]);
    for (const type of told) {
      const { parameters, requestBody } = document.webhooks[type]!.post!;
      expect(parameters.map(({ name }) => name)).toEqual([
        'webhook-id',
        'webhook-timestamp',
        'webhook-signature',
      ]);
      const [ref] = refsOf(requestBody);
      expect(JSON.stringify(resolve(ref!))).toContain(`"const":"${type}"`);
    }
  });

  it('never takes two schemas of one name', () => {
    const components = new Components();
    components.add('A', { type: 'string' });
    components.add('A', { type: 'string' });
    expect(() => components.add('A', { type: 'integer' })).toThrow('named A');
  });
});
