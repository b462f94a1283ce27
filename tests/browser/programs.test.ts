import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, linesOf } from '../../apps/server/test/exports/archive.ts';
import { expectClean, settled } from './support/audit.ts';
import { type Visit, api, left, visit } from './support/browser.ts';
import { numbersAgree } from './support/numbers.ts';
import { signUp, startWorkspace } from './support/people.ts';
import { openStage } from './support/stage.ts';

/** What a program with a key does to a workspace, as its owner sees it: each step goes on from the one before it. */
describe('programs', () => {
  const stage = openStage('none');
  let owner: Visit;
  let page: Page;
  let account = '';
  let member = '';
  let secret = '';
  const folder = mkdtempSync(join(tmpdir(), 'inkwell-export-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ask = async (method: string, path: string, body: object, idempotency: string) => {
    const response = await fetch(`${stage.instance.url}/v1/accounts/${account}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'idempotency-key': idempotency,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const charge = (output: string, words: number) =>
    ask('POST', '/charges', { output, member, source: 'api', words }, `charge ${output}`);

  beforeAll(async () => {
    owner = await visit();
    ({ page } = owner);
    await page.goto(stage.instance.url);
    await page.getByRole('button', { name: 'Start my workspace' }).click();
    await signUp(page, 'Ada', 'Continue');
    await startWorkspace(page, 'Engines');
    await page.getByRole('button', { name: 'Workspace Engines. Change' }).locator('visible=true').waitFor();
    ({ account, member } = await api<{ account: string; member: string }>(page, '/app/session'));
    await page.goto(`${stage.instance.url}/settings/keys`);
    const use = page.locator('details').filter({ hasText: 'How to use a key' });
    await use.getByLabel('Address of the API').waitFor();
    await page.getByLabel('What is it for?').fill('Blog');
    await page.getByRole('button', { name: 'Make a key' }).click();
    secret = await page.getByLabel('Blog, shown this once').inputValue();
  });

  it('beside a new key stands how it is used: addresses that answer, and requests to copy', async () => {
    const { url } = stage.instance;
    expect(await page.getByLabel('Address of the API').inputValue()).toBe(`${url}/v1`);
    const gateway = await page.getByLabel('Address for OpenAI clients').inputValue();
    const models = await fetch(`${gateway}/models`, { headers: { authorization: `Bearer ${secret}` } });
    expect(models.status).toBe(200);
    const curl = page.getByRole('region', { name: 'Read the balance with curl' });
    const [, asked] = /^curl (\S+)/.exec((await curl.locator('pre').textContent())!)!;
    const balance = await fetch(asked!, { headers: { authorization: `Bearer ${secret}` } });
    expect(await balance.json()).toMatchObject({ account, available: 10_000 });
    await owner.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await curl.getByRole('button', { name: 'Copy: Read the balance with curl' }).click();
    await curl.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('$INKWELL_KEY');
    const client = page.getByRole('region', { name: 'Write with an OpenAI client' });
    expect(await client.locator('pre').textContent()).toContain(`baseURL: '${gateway}'`);
    await settled(page);
    await expectClean(page);
    await page.reload();
    await page.getByText('How to use a key').click();
    await page.getByLabel('Address of the API').waitFor();
  });

  it('a key shows what it charged, how its requests ended, and why one was refused', async () => {
    await page.getByText('Nothing was refused.').waitFor();
    expect((await charge('post-1', 300)).status).toBe(201);
    expect((await charge('post-2', 20_000)).status).toBe(402);
    await expect.poll(() => left(page)).toBe(9_700);
    await page.reload();
    const row = page.getByRole('listitem').filter({ hasText: 'Blog' }).first();
    await row.getByText('300 credits').waitFor();
    await row.getByText('4 requests, 1 refused').waitFor();
    await row.getByRole('button', { name: 'Requests by day of Blog' }).click();
    await page
      .getByRole('region', { name: 'Requests under Blog' })
      .getByText('1 insufficient_credits')
      .waitFor();
    const log = page.getByRole('list', { name: 'Refused requests' });
    await log.getByText('Asked for 20,000. 9,700 available (9,700 trial).').waitFor();
    await log.getByText('POST …/charges, idempotency key charge post-2').waitFor();
    await settled(page);
    await expectClean(page);
  });

  it('the log is filtered by its reason, in the address', async () => {
    await fetch(`${stage.instance.url}/v1/accounts/${account}/outputs/none`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    await page.reload();
    const rows = page.getByRole('list', { name: 'Refused requests' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByLabel('Reason').selectOption({ label: 'No such output (1)' });
    await page.waitForURL(/code=output_not_found/);
    await expect.poll(() => rows.count()).toBe(1);
    await rows.getByText('There is no output none.').waitFor();
    await page.reload();
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect.poll(() => rows.count()).toBe(2);
  });

  it('the credits of a key open what it charged in History, and a vote there is the API’s', async () => {
    await page.getByRole('link', { name: '300 credits' }).click();
    await page.waitForURL(/\/history\?key=key_/);
    await page.locator('summary').filter({ hasText: 'post-1' }).click();
    await page.getByText('300 words, charged by the key Blog. The text is not kept here.').waitFor();
    await page.getByRole('button', { name: 'Downvote, refunds 300 credits' }).click();
    await page.getByRole('strong').getByText('300 credits back.').waitFor();
    await expect.poll(() => left(page)).toBe(10_000);
    const { body } = await ask('PUT', '/outputs/post-1/vote', { vote: 'up', member }, 'up again');
    expect(body).toMatchObject({ vote: 'up', charged_back: 300 });
    await expect.poll(() => left(page)).toBe(9_700);
    await page.goto(`${stage.instance.url}/history?kind=api`);
    await page.getByText('post-1').click();
    await expect
      .poll(() => page.getByRole('button', { name: 'Upvote', exact: true }).getAttribute('aria-pressed'))
      .toBe('true');
    await page.getByRole('button', { name: '300 credits. Receipt' }).click();
    await page.getByRole('region', { name: 'Receipt' }).getByText('Upvoted by').waitFor();
    await expectClean(page);
  });

  it('History follows while programs go on', async () => {
    await charge('post-3', 40);
    await page.locator('summary').filter({ hasText: 'post-3' }).waitFor();
    await numbersAgree(page);
  });

  it('the owner takes the whole workspace along', async () => {
    await page.goto(`${stage.instance.url}/settings/workspace`);
    await page.evaluate(() => {
      const body = JSON.stringify({ title: 'Ferns' });
      return fetch('/app/documents', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    });
    await page.getByText('JSON', { exact: true }).click();
    await settled(page);
    await expectClean(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download Engines' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^Engines \d{4}-\d\d-\d\d\.zip$/);
    const file = join(folder, 'engines.zip');
    await download.saveAs(file);
    const files = filesOf(readFileSync(file));
    expect(linesOf(files.get('program-outputs.ndjson')).map(({ output }) => output)).toEqual([
      'post-3',
      'post-1',
    ]);
    expect(linesOf(files.get('documents.ndjson'))).toMatchObject([
      { title: 'Start here' },
      { title: 'Ferns' },
    ]);
    const { seq } = await api<{ seq: number }>(page, `/v1/accounts/${account}/balance`);
    expect(linesOf(files.get('journal.ndjson')).at(-1)).toMatchObject({ seq });
  });

  it('left the console clean', () => {
    expect(owner.complaints.filter((line) => !line.includes('status of 401'))).toEqual([]);
  });
});
