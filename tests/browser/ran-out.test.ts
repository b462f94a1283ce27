import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { api, meterShows, shown, visit } from './support/browser.ts';
import { writes } from './support/model.ts';
import { numbersAgree } from './support/numbers.ts';
import { openStage } from './support/stage.ts';

/** Credits that end while a document is being written into: each step goes on with the workspace of the one before it. */
describe('in the middle of a document', () => {
  const stage = openStage('none', { model: true });
  const CAP = 3_000;
  const RESETS = String.raw`Resets \d+\s\w+\.`;

  afterEach(() => stage.instance.verify());

  const path = () => `/v1/accounts/${stage.instance.account}`;
  const balance = (page: Page) => api<{ left: number; held: number }>(page, `${path()}/balance`);
  const writing = (page: Page) => page.getByRole('region', { name: 'Writing' });
  const textOf = (page: Page) => page.getByRole('textbox', { name: 'Document', exact: true });
  const wordsOf = async (page: Page) => (await textOf(page).innerText()).match(/\bword\d+\b/g) ?? [];
  const receipt = (page: Page, credits: number) =>
    page
      .getByRole('group', { name: 'Passage' })
      .getByRole('button', { name: `${credits} credits. Receipt`, exact: true });

  async function newDocument(link: string): Promise<Page> {
    const { page } = await visit();
    await page.goto(link);
    await page.goto(`${stage.instance.url}/commands`);
    await page.getByRole('button', { name: 'New document', exact: true }).first().click();
    await page.getByRole('textbox', { name: 'Title' }).fill('To the last word');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Go.');
    return page;
  }

  /** Asks for far more than there is: exactly `n` words come, each is charged, and they stay in the document. */
  async function composesOnly(page: Page, n: number): Promise<void> {
    const before = (await balance(page)).left;
    stage.model.answer = writes(n + 30);
    await textOf(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Control+j');
    await shown(receipt(page, n));
    expect(await wordsOf(page)).toEqual(Array.from({ length: n }, (_, at) => `word${at}`));
    expect(await balance(page)).toMatchObject({ left: before - n, held: 0 });
    await meterShows(page, 0);
  }

  it('a member’s cap stops them at its last word, in plain words; nothing more is charged', async () => {
    const page = await newDocument(await stage.instance.invite('jun', 'member'));
    await stage.instance.operator('PUT', `${path()}/members/jun`, { cap: CAP });
    const spent = { output: 'before', member: 'jun', source: 'api', words: CAP - 15 };
    await stage.instance.operator('POST', `${path()}/charges`, spent);
    await meterShows(page, 15);
    await composesOnly(page, 15);
    const said = 'You’ve reached your 3,000 for this cycle. Ask an owner.';
    await writing(page).getByText(said).waitFor();
    expect(await page.getByRole('link', { name: 'Edit plan' }).count()).toBe(0);

    const { left } = await balance(page);
    await writing(page).getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('Control+j');
    await page.getByRole('alert').getByText(said).waitFor();
    expect((await balance(page)).left).toBe(left);
    expect(await wordsOf(page)).toHaveLength(15);
    await numbersAgree(page);
  });

  it('the workspace’s last credit stops a member, who is told to ask an owner', async () => {
    await stage.instance.leave(20);
    const page = await newDocument(await stage.instance.invite('milo', 'member'));
    await composesOnly(page, 20);
    await writing(page)
      .getByText(new RegExp(`^Credits ran out after 20 words\\. ${RESETS}`))
      .waitFor();
    await writing(page).getByText('Ask an owner for more.').waitFor();
    expect(await page.getByRole('link', { name: 'Edit plan' }).count()).toBe(0);
    await numbersAgree(page);
  });

  it('an owner is led to the plan; what was written stays through a reload', async () => {
    const award = { credits: 12, reason: 'A last drop of ink' };
    await stage.instance.operator('POST', `${path()}/grants`, award);
    const page = await newDocument(stage.instance.sign_in_url);
    await meterShows(page, 12);
    await composesOnly(page, 12);
    await writing(page)
      .getByText(new RegExp(`^Credits ran out after 12 words\\. ${RESETS}`))
      .waitFor();
    await writing(page).getByRole('link', { name: 'Edit plan' }).waitFor();
    await writing(page).getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('Control+j');
    await page
      .getByRole('alert')
      .getByText(new RegExp(`^No credits left\\. ${RESETS}`))
      .waitFor();
    await shown(page.getByText('Saved', { exact: true }));
    await page.reload();
    await shown(receipt(page, 12));
    expect(await wordsOf(page)).toHaveLength(12);
    await numbersAgree(page);
    await page.goto(`${stage.instance.url}/settings/billing`);
    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('radiogroup', { name: 'Plans' }).waitFor();
  });
});
