import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClean } from './support/audit.ts';
import { type Visit, visit, shown } from './support/browser.ts';
import { numbersAgree } from './support/numbers.ts';
import { openStage } from './support/stage.ts';

const stage = openStage('demo');
let seen: Visit;
let page: Page;

beforeAll(async () => {
  seen = await visit({ reducedMotion: 'reduce' });
  page = seen.page;
  await page.goto(stage.instance.sign_in_url);
  await page.getByRole('heading', { level: 1 }).or(page.getByRole('textbox')).first().waitFor();
});

const palette = () => page.getByRole('dialog', { name: 'Go to or do' });
const field = () => palette().getByRole('combobox');

async function go(letters: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await field().waitFor();
  await page.keyboard.type(letters);
  await palette().getByRole('option', { selected: true }).waitFor();
}

describe('the palette, by keyboard alone', () => {
  it('goes to a page by part of its name, and Esc gives the focus back', async () => {
    await page.goto(`${stage.instance.url}/history`);
    await page.getByLabel('Asked for').focus();
    await go('usage');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Usage', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Download CSV' }).focus();
    await page.keyboard.press('Control+k');
    await field().waitFor();
    await page.keyboard.press('Escape');
    await field().waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Download CSV');
  });

  it('finds documents by title and templates by name', async () => {
    await go('forgive you');
    await palette()
      .getByRole('option', { name: /Ten house plants that forgive you/ })
      .waitFor();
    await page.keyboard.press('Escape');
    await go('AIDA');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /AIDA/, level: 1 }).waitFor();
  });

  it('changes the theme', async () => {
    await go('dark theme');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await go('theme of the system');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBeUndefined();
  });

  it('says when there is nothing of that name', async () => {
    await page.keyboard.press('Control+k');
    await field().fill('xyzzy');
    await page.getByText('Nothing of that name.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('has no violation in either theme', async () => {
    await page.keyboard.press('Control+k');
    await palette().getByRole('option').first().waitFor();
    await expectClean(page);
    await page.keyboard.press('Escape');
  });

  it('left the console clean', () => expect(seen.complaints).toEqual([]));
});

describe('the first steps', () => {
  it('tick themselves and can be dismissed for good', async () => {
    await page.goto(`${stage.instance.url}/commands`);
    const steps = page.getByRole('region', { name: 'First steps' });
    await steps.getByRole('listitem').filter({ hasText: 'Run it' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const down = page.getByRole('button', { name: /^Downvote, refunds/ }).first();
    await shown(down);
    await steps.getByText('Run it, done').waitFor();
    await down.click();
    await steps.getByText('Downvote it, done').waitFor();
    await steps.getByRole('link', { name: 'See where credits went' }).click();
    await steps.getByText('See where credits went, done').waitFor();
    await page.getByRole('button', { name: 'Dismiss the first steps' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Usage', level: 1 }).waitFor();
    await page.getByText('even pace is').waitFor();
    expect(await steps.count()).toBe(0);
    await numbersAgree(page);
  });
});
