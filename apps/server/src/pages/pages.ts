import { appRouteList, gatewayRouteList, openApiDocument, routeList } from '@inkwell/contract';
import { PAGE_HEADERS } from '../http/headers.ts';
import { docsPage, errorCodePage, errorsPage } from './docs.ts';
import { STYLE } from './html.ts';
import type { StaticFiles } from './static.ts';

interface PageOptions {
  version: string;
  server_url: () => string;
  files: StaticFiles;
  /** Exchanges a token for a cookie; null if it opens nothing. */
  signIn: (token: string, headers: Headers) => Promise<string | null>;
}

const send = (body: string, type: string): Response =>
  new Response(body, { headers: { ...PAGE_HEADERS, 'content-type': type, 'cache-control': 'no-cache' } });

const html = (body: string): Response => send(body, 'text/html; charset=utf-8');

/** Everything that is read by GET and is no API: documentation, the sign-in link, the web app. */
export function createPages(options: PageOptions) {
  const routes = [...routeList, ...gatewayRouteList, ...appRouteList];
  let made: { json: string; docs: string } | null = null;
  const documents = () => {
    if (made !== null) return made;
    const { version } = options;
    const document = openApiDocument(routes, { version, server_url: options.server_url() });
    made = { json: JSON.stringify(document), docs: docsPage(routes, document) };
    return made;
  };

  const signIn = async (request: Request): Promise<Response | null> => {
    const token = new URL(request.url).searchParams.get('token');
    if (token === null) return null;
    const cookie = token.length > 512 ? null : await options.signIn(token, request.headers);
    // A stale link still leads to the door, where another token can be pasted.
    const headers = { ...PAGE_HEADERS, location: '/', 'cache-control': 'no-store' };
    return new Response(null, {
      status: 303,
      headers: cookie === null ? headers : { ...headers, 'set-cookie': cookie },
    });
  };

  return async (request: Request, path: string): Promise<Response | null> => {
    switch (path) {
      case '/':
        return (await signIn(request)) ?? options.files.serve(path);
      case '/openapi.json':
        return send(documents().json, 'application/json');
      case '/docs':
        return html(documents().docs);
      case '/docs/style.css':
        return send(STYLE, 'text/css; charset=utf-8');
      case '/docs/errors':
        return html(errorsPage());
      default: {
        if (!path.startsWith('/docs/')) return options.files.serve(path);
        const page = path.startsWith('/docs/errors/') ? errorCodePage(path.slice(13)) : null;
        return page === null ? null : html(page);
      }
    }
  };
}
