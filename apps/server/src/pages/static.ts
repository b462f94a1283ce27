import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGE_HEADERS } from '../http/headers.ts';
import { htmlPage } from './html.ts';

/** The built web app, and what is said while it is not built. */

export const WEB_DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
};

/** Vite names what it puts into assets/ by content. */
const FOREVER = 'public, max-age=31536000, immutable';
const ASK_EVERY_TIME = 'no-cache';

interface Held {
  bytes: Uint8Array<ArrayBuffer>;
  changed_at: number;
}

const MISSING = htmlPage(
  'The web app is not built',
  `<p>The server runs, and its API answers at <code>/v1</code>. The pages are made by</p>
<pre>npm run build --workspace apps/web</pre>
<p>in the project’s folder. Reload this page then. <a href="/docs">The API’s documentation</a> is here already.</p>`,
);

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Paths that are never pages: asking for an unknown one is a mistake of a program. */
const isProgram = (path: string): boolean => /^\/(?:v1|app|openai|assets)(?:\/|$)/.test(path);

export class StaticFiles {
  readonly #root: string;
  readonly #held = new Map<string, Held>();

  constructor(root: string = WEB_DIST) {
    this.#root = normalize(root.endsWith(sep) ? root : root + sep);
  }

  /** The file at a path; the app's page for the app's own addresses; null if neither. */
  async serve(path: string): Promise<Response | null> {
    const is_file = extname(path) !== '';
    const found = is_file ? await this.#read(path) : null;
    if (found !== null) {
      const cache = path.startsWith('/assets/') ? FOREVER : ASK_EVERY_TIME;
      return this.#answer(found, extname(path), cache);
    }
    if (is_file || isProgram(path)) return null;
    const index = await this.#read('/index.html');
    if (index !== null) return this.#answer(index, '.html', ASK_EVERY_TIME);
    return new Response(MISSING, {
      status: 503,
      headers: { ...PAGE_HEADERS, 'content-type': TYPES['.html']!, 'cache-control': 'no-store' },
    });
  }

  #answer(bytes: Uint8Array<ArrayBuffer>, extension: string, cache: string): Response {
    const type = TYPES[extension] ?? 'application/octet-stream';
    return new Response(bytes, {
      status: 200,
      headers: { ...PAGE_HEADERS, 'content-type': type, 'cache-control': cache },
    });
  }

  async #read(path: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = normalize(join(this.#root, path));
    if (!file.startsWith(this.#root) || path.includes('\0') || path.includes('%')) return null;
    try {
      const { mtimeMs } = await stat(file);
      const held = this.#held.get(file);
      if (held?.changed_at === mtimeMs) return held.bytes;
      const bytes = new Uint8Array(await readFile(file));
      this.#held.set(file, { bytes, changed_at: mtimeMs });
      return bytes;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}
