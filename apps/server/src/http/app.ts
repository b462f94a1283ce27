import { type Route } from '@inkwell/contract';
import { Hono } from 'hono';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';
import { type AdapterOptions, type Operation, adapt, unknownRoute } from './adapter.ts';
import type { Handler } from './call.ts';
import { failure } from './failures.ts';
import { respond } from './adapter.ts';
import { API_HEADERS } from './headers.ts';
import type { Metrics } from './metrics.ts';

export interface Mounted {
  route: Route;
  handler: Handler<Route>;
}

export interface AppOptions extends AdapterOptions {
  /** Pages and files: null when the path is none of theirs. */
  page: (request: Request, path: string) => Promise<Response | null>;
}

/** `/v1/accounts/{account}` as Hono writes it. */
export const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** Finds the operation of a method and path for a batch. */
export class Operations {
  readonly #router = new SmartRouter<Operation>({ routers: [new RegExpRouter(), new TrieRouter()] });
  readonly #patterns: { method: string; pattern: RegExp }[] = [];
  readonly all: Operation[];

  constructor(mounted: Mounted[], metrics: Metrics) {
    this.all = mounted.map(({ route, handler }) => ({ route, handler, metrics: metrics.route(route.id) }));
    for (const operation of this.all) {
      const { method, path } = operation.route;
      this.#router.add(method, honoPath(path), operation);
      this.#patterns.push({ method, pattern: patternOf(path) });
    }
  }

  find(method: string, path: string): { operation: Operation; params: Record<string, string> } | null {
    const [found, stash] = this.#router.match(method, path);
    const [first] = found;
    if (first === undefined) return null;
    const [operation, places] = first;
    const params: Record<string, string> = {};
    for (const name in places) {
      const place = places[name]!;
      const text = typeof place === 'number' ? stash![place]! : place;
      params[name] = decoded(text);
    }
    return { operation, params };
  }

  /** The methods that a path answers to. */
  methodsOf(path: string): string[] {
    const methods = this.#patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (methods.includes('GET')) methods.push('HEAD');
    return [...new Set(methods)];
  }
}

/** Percent-decoded; what can't be decoded stays as it is, and no id has a percent sign. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Every route behind one adapter, pages and files behind the rest. No middleware: each layer costs every request. */
export function createApp(operations: Operations, options: AppOptions): Hono {
  const app = new Hono();
  for (const operation of operations.all) {
    const { method, path } = operation.route;
    app.on(method, honoPath(path), adapt(operation, options));
  }
  app.notFound(async (c) => {
    const { path } = c.req;
    const allowed = operations.methodsOf(path);
    if (allowed.length === 0 && (c.req.method === 'GET' || c.req.method === 'HEAD')) {
      const page = await options.page(c.req.raw, path);
      if (page !== null) return page;
    }
    return unknownRoute(allowed, path, c.req.raw.headers.get('x-request-id'));
  });
  app.onError((error, c) => respond(failure(error, 'unknown', options.log), c.req.path, { ...API_HEADERS }));
  return app;
}
