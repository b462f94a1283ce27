import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Visit, numberOf, visit } from './support/browser.ts';
import { openStage } from './support/stage.ts';

const stage = openStage('demo');
let seen: Visit;
let page: Page;

beforeAll(async () => {
  seen = await visit({ reducedMotion: 'reduce' });
  page = seen.page;
  await page.goto(stage.instance.sign_in_url);
});

describe('usage', () => {
  it('opens with the sentence, and the table’s total is its figure', async () => {
    await page.goto(`${stage.instance.url}/settings/usage`);
    await page.getByText(/31,420 of 50,000/).waitFor();
    const table = page.getByRole('region', { name: 'Usage by member' });
    const total = table
      .getByRole('row', { name: /^Total/ })
      .getByRole('cell')
      .first();
    expect(numberOf(await total.innerText())).toBe(31_420);
    const jun = await table.getByRole('row', { name: /^Jun/ }).innerText();
    expect(jun).toContain('3,000, reached');
    expect(await table.getByRole('row').count()).toBe(6);
  });

  it('is taken along as a file that names people', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^Juniper & Co\. usage \d{4}-\d\d-\d\d\.csv$/);
    const [head, ...rows] = (await buffer(await download.createReadStream()))
      .toString()
      .trimEnd()
      .split('\r\n');
    expect(head).toBe('\uFEFFmember,name,credits,refunded,outputs');
    expect(rows).toContainEqual(expect.stringMatching(/^tomas,Tomas,12940,/));
    expect(rows.reduce((sum, row) => sum + Number(row.split(',')[2]), 0)).toBe(31_420);
  });

  it('reads its days by arrow key, and as a table', async () => {
    const chart = page.getByRole('slider', { name: 'Credits used, day by day' });
    await chart.focus();
    const last = await chart.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => chart.getAttribute('aria-valuetext')).not.toBe(last);
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('columnheader', { name: 'Even pace' }).waitFor();
  });

  it('keeps the division and the cycle in the address', async () => {
    await page.getByText('Source', { exact: true }).click();
    await page.waitForURL(/by=source/);
    await page.getByRole('link', { name: 'Commands' }).last().waitFor();
    await page.getByLabel('Cycle', { exact: true }).selectOption('2');
    await page.waitForURL(/cycle=2/);
    await page.getByText(/55,000 credits/).waitFor();
    await page.goBack();
  });
});

describe('history', () => {
  it('is what a bar opens: that day, and all of it', async () => {
    await page.goto(`${stage.instance.url}/settings/usage`);
    const bar = page.getByRole('list', { name: 'Credits a day' }).getByRole('link').last();
    const day = numberOf(/: ([\d,]+) credits?/.exec((await bar.getAttribute('aria-label')) ?? '')?.[1] ?? '');
    await bar.click();
    await page.waitForURL(/\/history\?.*day=/);
    await page.locator('summary').first().waitFor();
    const costs = await page.locator('summary > span:last-child').allInnerTexts();
    const sum = costs.reduce((all, text) => all + numberOf(/([\d,]+) credits?$/.exec(text)?.[1] ?? ''), 0);
    expect(sum).toBe(day);
  });

  it('filters by person, by vote and by words, and says when nothing fits', async () => {
    await page.goto(`${stage.instance.url}/history`);
    await page.getByLabel('Who').selectOption({ label: 'Priya' });
    await page.getByLabel('Vote').selectOption({ label: 'Downvoted' });
    await page.waitForURL(/member=priya.*vote=down|vote=down.*member=priya/);
    await expect.poll(() => page.locator('summary').count()).toBe(2);
    expect(await page.locator('summary').first().innerText()).toContain('Priya');
    await page.getByLabel('Asked for').fill('no such words');
    await page.getByText('Nothing fits these filters.').waitFor();
    await page.getByRole('link', { name: 'Show everything' }).click();
    await expect.poll(() => page.locator('summary').count()).toBe(30);
    await page.getByRole('button', { name: 'Show older ones' }).click();
    await expect.poll(() => page.locator('summary').count()).toBe(60);
  });

  it('opens an output’s receipt by its address, and recounts it', async () => {
    const { data } = (await (await page.request.get(`${stage.instance.url}/app/runs?limit=1`)).json()) as {
      data: { run: string }[];
    };
    const run = (await (await page.request.get(`${stage.instance.url}/app/runs/${data[0]!.run}`)).json()) as {
      outputs: { output: string; words: number }[];
    };
    const { output, words } = run.outputs[0]!;
    await page.goto(`${stage.instance.url}/history?output=${output}`);
    const receipt = page.getByRole('region', { name: 'Receipt' });
    await receipt.getByText('From plan credits').waitFor();
    await receipt.getByText(/settled, .* returned/).waitFor();
    await receipt.getByRole('button', { name: 'Recount' }).click();
    await receipt.getByText(`${words} words by words-v1. Agrees with the receipt.`).waitFor();
    await receipt.getByText('1 journal entry').click();
    await receipt.getByText('held to spent').waitFor();
  });

  it('left the console clean', () => expect(seen.complaints).toEqual([]));
});
