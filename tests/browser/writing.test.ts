import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Visit,
  api,
  left,
  meterSeen,
  meterShows,
  numberOf,
  shown,
  settledLeft,
} from './support/browser.ts';
import { layoutShift, shownLater, visit, watchMeter, watchShifts } from './support/browser.ts';
import { openLine } from './support/line.ts';
import { breaksAfter, holdsAfter, writes } from './support/model.ts';
import { numbersAgree } from './support/numbers.ts';
import { openStage } from './support/stage.ts';

/** Every way in which writing can end, with a model that does as it is told. */
const stage = openStage('none', { model: true });
let seen: Visit;
let page: Page;

beforeAll(async () => {
  seen = await visit();
  await seen.page.goto(stage.instance.sign_in_url);
});

beforeEach(async () => {
  page = await seen.turnPage();
});

afterEach(() => stage.instance.verify());

const leftNow = async () => {
  const balance = await api<{ left: number }>(page, `/v1/accounts/${stage.instance.account}/balance`);
  return balance.left;
};

async function open(): Promise<void> {
  await page.goto(stage.instance.url);
  await page.getByLabel('What should be written?').waitFor();
  await meterShows(page, await leftNow());
}

async function run(input: string, outputs = 1): Promise<void> {
  await page.getByLabel('What should be written?').fill(input);
  await page.getByLabel('Outputs', { exact: true }).fill(String(outputs));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
}

const textOf = (at: Page, name: string) =>
  at.getByRole('region', { name, exact: true }).locator('.prose-output');

/** How long the line may be away before the page says so. */
const LOST_MS = 5_000;

const wordsIn = (text: string) => text.split(/\s+/).filter((word) => word !== '').length;

describe('ten outputs', () => {
  it('stand side by side, and Esc stops all: each costs what was delivered, and the totals agree', async () => {
    await open();
    const before = await settledLeft(page);
    let asked = 0;
    stage.model.answer = (response) => holdsAfter(2 + (asked += 1))(response);
    await watchShifts(page);
    await run('ten short texts', 10);
    for (let n = 1; n <= 10; n += 1) await textOf(page, `Output ${n}`).waitFor();
    const boxes = await page
      .locator('[data-output]')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(new Set(boxes).size).toBeLessThan(10);
    const delivered = 10 * 2 + 55;
    await page.getByText(`0 of 10 done, ${delivered} credits`).waitFor();
    await meterShows(page, before - delivered);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('button', { name: /credits\. Receipt$/ }).count()).toBe(10);
    const marks = page.getByRole('button', { name: /credits\. Receipt$/ });
    const charged = (await marks.allInnerTexts()).map(numberOf);
    for (let n = 1; n <= 10; n += 1) {
      const words = wordsIn(await textOf(page, `Output ${n}`).innerText());
      expect(charged[n - 1]).toBe(words);
      await page.getByText(`Stopped. ${words} credits for ${words} words.`).waitFor();
    }
    expect(charged.reduce((sum, one) => sum + one, 0)).toBe(delivered);
    expect(await leftNow()).toBe(before - delivered);
    await meterShows(page, before - delivered);
    const shift = await layoutShift(page);
    console.log(`layout shift with ten outputs: ${shift.toFixed(3)}`);
    expect(shift).toBeLessThan(0.05);
    expect(seen.complaints).toEqual([]);
  });
});

describe('two browsers of one workspace', () => {
  it('see the same number move', async () => {
    await open();
    const before = await settledLeft(page);
    const other = await visit();
    await other.page.goto(stage.instance.sign_in_url);
    await meterShows(other.page, before);
    await watchMeter(other.page);
    stage.model.answer = writes(60);
    await run('sixty words');
    await meterShows(page, before - 60);
    await meterShows(other.page, before - 60);
    const figures = await meterSeen(other.page);
    expect(figures.length).toBeGreaterThan(2);
    expect(figures.toSorted((a, b) => b - a)).toEqual(figures);

    await other.close();
  });

  it.each(['cut', 'offline'] as const)('one that lost the line (%s) says so, and catches up', async (how) => {
    const line = await openLine(stage.instance.url);
    await open();
    const before = await settledLeft(page);
    const other = await visit();
    await other.page.clock.install();
    await other.page.goto(stage.instance.sign_in_url.replace(stage.instance.url, line.url));
    await meterShows(other.page, before);
    const isAway = (away: boolean) => (how === 'cut' ? line.cut(away) : other.context.setOffline(away));
    await isAway(true);
    const meter = other.page.locator('[popovertarget=ink-meter-full]');
    await shownLater(meter.getByText(/^as of \d\d:\d\d$/), LOST_MS);
    stage.model.answer = writes(6);
    await run('six words');
    await meterShows(page, before - 6);
    expect(await left(other.page)).toBe(before);
    await isAway(false);
    await meterShows(other.page, before - 6);
    await expect.poll(() => meter.getByText(/^as of/).count()).toBe(0);
    await other.close();
    await line.close();
  });
});

describe('a reload in mid-stream', () => {
  it('keeps what had arrived and charges exactly that', async () => {
    await open();
    const before = await settledLeft(page);
    stage.model.answer = holdsAfter(12);
    await run('twelve words and then silence');
    await expect.poll(async () => wordsIn(await textOf(page, 'Output').innerText())).toBe(12);
    await meterShows(page, before - 12);
    await page.reload();
    await page.getByText('12 words arrived before the connection dropped.').waitFor();
    expect(wordsIn(await textOf(page, 'Output').innerText())).toBe(12);
    expect(await page.getByRole('button', { name: '12 credits. Receipt' }).innerText()).toBe('12');
    expect(await leftNow()).toBe(before - 12);
    await meterShows(page, before - 12);
    expect(seen.complaints).toEqual([]);
  });
});

describe('a model that fails', () => {
  it('before any text costs nothing and can be tried again', async () => {
    await open();
    const before = await settledLeft(page);
    stage.model.answer = breaksAfter(0);
    await run('never written');
    await page.getByText(/Nothing was charged\./).waitFor();
    expect(await leftNow()).toBe(before);
    stage.model.answer = writes(5);
    await page.getByRole('button', { name: 'Try again' }).click();
    await shown(page.getByRole('button', { name: '5 credits. Receipt' }));
    expect(await leftNow()).toBe(before - 5);
  });

  it('midway costs the words that arrived', async () => {
    await open();
    const before = await settledLeft(page);
    stage.model.answer = breaksAfter(8);
    await run('half written');
    await page.getByText('The model stopped early. You paid only for these 8 words.').waitFor();
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    expect(await leftNow()).toBe(before - 8);
    await meterShows(page, before - 8);
  });
});

describe('credits that end', () => {
  it('a capped member writes to the cap and is told so; nothing more is charged', async () => {
    const link = await stage.instance.invite('jun', 'member');
    await stage.instance.operator('PUT', `/v1/accounts/${stage.instance.account}/members/jun`, { cap: 15 });
    const jun = await visit();
    page = jun.page;
    await page.goto(link);
    await meterShows(page, 15);
    await page.locator('[popovertarget=ink-meter-full]').getByText('left of your 15').waitFor();
    const before = await leftNow();
    stage.model.answer = writes(40);
    await run('more than fifteen words');
    await page.getByText('You’ve reached your 15 for this cycle. Ask an owner.').waitFor();
    expect(wordsIn(await textOf(page, 'Output').innerText())).toBe(15);
    expect(await leftNow()).toBe(before - 15);
    await meterShows(page, 0);
    await run('and one more');
    await page.getByRole('alert').getByText('You’ve reached your 15 for this cycle. Ask an owner.').waitFor();
    expect(await leftNow()).toBe(before - 15);
    await page.getByRole('link', { name: 'Billing' }).first().click();
    await page.getByText('Prices and changes of the plan are for owners and admins.').waitFor();
    expect(await page.getByText('$').count()).toBe(0);
    await jun.close();
  });

  it('an empty workspace stops at the last affordable word, says when it resets, and charges no more', async () => {
    await stage.instance.leave(20);
    await open();
    expect(await left(page)).toBe(20);
    stage.model.answer = writes(60);
    await run('more than twenty words');
    await page.getByText(/^Credits ran out after 20 words\. Resets \d+\s\w+\./).waitFor();
    expect(wordsIn(await textOf(page, 'Output').innerText())).toBe(20);
    expect(await leftNow()).toBe(0);
    await meterShows(page, 0);
    await page.getByRole('region', { name: 'Output' }).getByRole('link', { name: 'Edit plan' }).waitFor();
    await run('and one more');
    await page
      .getByRole('alert')
      .getByText(/^No credits left\. Resets \d+\s\w+\./)
      .waitFor();
    expect(await leftNow()).toBe(0);
  });
});

describe('the numbers', () => {
  it('agree on every page at the end', async () => {
    await page.goto(stage.instance.url);
    await numbersAgree(page);
  });
});
