import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { OWN } from '../../apps/server/test/templates/own.ts';
import { expectClean, gzipped, settled } from './support/audit.ts';
import { type Visit, api, visit } from './support/browser.ts';
import { PAGES } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const ROUTES_FILE = new URL('../../apps/web/src/routes.tsx', import.meta.url);
const MAX_SCRIPT_KB = 250;

/** The routes that `PAGES` has no address for: what their parameters stand for. A new route needs its line here or there. */
const REST: Record<
  string,
  (found: Record<'account' | 'document' | 'own_template' | 'webhook', string>) => string
> = {
  '/documents/$document': ({ document }) => `/documents/${document}`,
  '/templates': () => '/templates',
  '/templates/new': () => '/templates/new',
  '/templates/$template': () => '/templates/tagline',
  '/templates/$template/edit': ({ own_template }) => `/templates/${own_template}/edit`,
  '/workspaces/new': () => '/workspaces/new',
  '/settings/webhooks/$webhook': ({ webhook }) => `/settings/webhooks/${webhook}`,
  '/earn': () => '/earn',
  '/staff': () => '/staff',
  '/staff/workspaces/$account': ({ account }) => `/staff/workspaces/${account}`,
  '/staff/feedback': () => '/staff/feedback',
  '/staff/earning': () => '/staff/earning',
  '/staff/acts': () => '/staff/acts',
  '/staff/instance': () => '/staff/instance',
};
const HAS_EDITOR = ['/documents/$document'];

describe('every page of the app', () => {
  const stage = openStage('demo', { env: { INKWELL_WEBHOOK_PRIVATE: 'allow' } });
  let seen: Visit;
  let page: Page;
  let found: Parameters<(typeof REST)[string]>[0];
  let scripts = new Set<string>();
  const sizes: string[] = [];

  beforeAll(async () => {
    seen = await visit({ reducedMotion: 'reduce' });
    page = seen.page;
    await page.goto(stage.instance.sign_in_url);
    await page.getByRole('navigation').first().waitFor();
    const { account, member } = await api<{ account: string; member: string }>(page, '/app/session');
    await stage.instance.operator('PUT', `/app/staff/${member}`);
    const { data } = await api<{ data: { document: string }[] }>(page, '/app/documents');
    const headers = { origin: stage.instance.url };
    const made = await page.request.post(`${stage.instance.url}/app/templates`, {
      data: OWN,
      headers,
    });
    expect(made.status()).toBe(201);
    const { template } = (await made.json()) as { template: string };
    const hooks = `/v1/accounts/${account}/webhooks`;
    const { webhook } = await stage.instance.operator('POST', hooks, { url: 'http://127.0.0.1:9/' });
    found = {
      account,
      document: data[0]!.document,
      own_template: template,
      webhook: webhook as string,
    };
    page.on('response', (response) => {
      if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.add(response.url());
    });
  });

  it('is in the list', () => {
    const routes = [...readFileSync(ROUTES_FILE, 'utf8').matchAll(/\bpath: '([^']+)'/g)].map(
      ([, path]) => path!,
    );
    const listed = new Set<string>([...Object.values(PAGES), ...Object.keys(REST)]);
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter((path) => !listed.has(path))).toEqual([]);
  });

  it.each(Object.keys(REST))('%s has no violation in either theme, and little script', async (route) => {
    scripts = new Set();
    await page.goto(stage.instance.url + REST[route]!(found));
    await settled(page);
    expect(await page.getByText('There is nothing here').count()).toBe(0);
    const kb = (await gzipped(page, scripts)) / 1024;
    sizes.push(`${route} ${kb.toFixed(0)} KB`);
    expect(kb).toBeGreaterThan(20);
    if (!HAS_EDITOR.includes(route)) expect(kb).toBeLessThan(MAX_SCRIPT_KB);
    await expectClean(page);
  });

  it('left the console clean', () => {
    console.log(`script, gzip: ${sizes.join(', ')}`);
    expect(seen.complaints).toEqual([]);
  });
});
