import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Visit, api, left, meterSeen, meterShows, numberOf, shown } from './support/browser.ts';
import { visit, watchMeter } from './support/browser.ts';
import { numbersAgree } from './support/numbers.ts';
import { openStage } from './support/stage.ts';

/** One person's first hour: each step goes on from the one before it. */
describe('the journey', () => {
  const stage = openStage('demo', { on: 'pglite' });
  let seen: Visit;
  let page: Page;
  let before = 0;
  let cost = 0;

  beforeAll(async () => {
    seen = await visit();
    page = seen.page;
  });

  const balance = () =>
    api<{
      left: number;
      available: number;
      plan: { spent: number; limit: number; available: number };
      refunds: { used: number };
    }>(page, `/v1/accounts/${stage.instance.account}/balance`);

  it('opens a document with the link, the command filled in and Run focused', async () => {
    await page.goto(stage.instance.sign_in_url);
    await page.getByRole('heading', { name: 'Ten house plants that forgive you', level: 1 }).waitFor();
    expect(page.url()).toMatch(/\/documents\/doc_\w+$/);
    const command = page.getByLabel('What should be written?');
    expect(await command.inputValue()).toBe('write a blog post outline about house plants');
    const run = page.getByRole('button', { name: 'Run', exact: true });
    expect(await run.evaluate((button) => button === document.activeElement)).toBe(true);
    // Whoever reloads before trying it finds it again.
    await page.reload();
    await shown(run);
    expect(await command.inputValue()).toBe('write a blog post outline about house plants');
    await expect.poll(() => run.evaluate((button) => button === document.activeElement)).toBe(true);
    await meterShows(page, (await balance()).left);
    before = await left(page);
    expect(before).toBe(18_580 + 12_500);
  });

  it('writes: the text streams in, the meter falls and never rises, the mark says what it cost', async () => {
    await watchMeter(page);
    await page.keyboard.press('Enter');
    const writing = page.getByRole('region', { name: 'Writing' });
    const output = page.getByRole('group', { name: 'Passage' });
    const text = writing.locator('.wet');
    await text.waitFor();
    expect(await writing.getAttribute('aria-busy')).toBe('true');
    const lengths = [(await text.innerText()).length];
    await expect.poll(async () => (await text.innerText()).length).toBeGreaterThan(lengths[0]!);
    await shown(output.getByRole('button', { name: /credits\. Receipt$/ }));
    cost = numberOf(await output.getByRole('button', { name: /credits\. Receipt$/ }).innerText());
    await meterShows(page, before - cost);
    const figures = await meterSeen(page);
    expect(figures.length).toBeGreaterThan(5);
    expect(figures.toSorted((a, b) => b - a)).toEqual(figures);
    expect(figures.at(-1)).toBe(before - cost);
    expect(cost).toBeGreaterThan(20);
    expect((await balance()).left).toBe(before - cost);
  });

  it('gives the credits back in place within 100 ms of a downvote, takes them again by Undo', async () => {
    const output = page.getByRole('group', { name: 'Passage' });
    const down = output.getByRole('button', { name: `Downvote, refunds ${cost} credits` });
    await page.evaluate(() => {
      const at = { clicked: 0, told: 0 };
      Object.assign(window, { vote_at: at });
      document.addEventListener('click', () => (at.clicked ||= performance.now()), true);
      new MutationObserver(() => {
        if (document.body.textContent.includes('credits back.')) at.told ||= performance.now();
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await down.click();
    await output.getByText(`${cost} credits back.`).waitFor();
    const at = await page.evaluate(
      () => (window as unknown as { vote_at: { clicked: number; told: number } }).vote_at,
    );
    console.log(`downvote answered in place in ${(at.told - at.clicked).toFixed(1)} ms`);
    expect(at.told - at.clicked).toBeLessThan(100);
    expect(await down.evaluate((button) => button === document.activeElement)).toBe(true);
    await meterShows(page, before);
    await output.getByText(`${(8_760 - cost).toLocaleString('en')} left to refund this cycle.`).waitFor();
    await output.getByRole('button', { name: 'Undo' }).click();
    await meterShows(page, before - cost);
    await down.click();
    await meterShows(page, before);
    await output.getByRole('button', { name: 'Off topic' }).click();
    await expect
      .poll(() => output.getByRole('button', { name: 'Off topic' }).getAttribute('aria-pressed'))
      .toBe('true');
    expect((await balance()).refunds.used).toBe(1_240 + cost);
    await page.getByRole('button', { name: 'Undo' }).click();
    await meterShows(page, before - cost);
    await stage.instance.verify();
  });

  it('shows the same figures in Usage, Billing, History and the API', async () => {
    const truth = await balance();
    expect(truth.plan.spent).toBe(31_420 + cost);
    const used = truth.plan.spent.toLocaleString('en');
    await page.getByRole('link', { name: 'Usage' }).first().click();
    await page.getByText(`${used} of 50,000`).waitFor();
    const total = page.locator('tfoot tr').first();
    await expect.poll(() => total.innerText()).toContain(used);
    const cells = await page.locator('tbody tr td:first-of-type').allInnerTexts();
    expect(cells.reduce((sum, cell) => sum + numberOf(cell), 0)).toBe(truth.plan.spent);
    const usage = await api<{ totals: { credits: number } }>(
      page,
      `/v1/accounts/${stage.instance.account}/usage?group_by=member`,
    );
    expect(usage.totals.credits).toBe(truth.plan.spent);

    await page.getByRole('link', { name: 'Billing' }).first().click();
    await page.getByText(`${truth.plan.available.toLocaleString('en')} of 50,000 left`).waitFor();
    await page.getByText('12,500 left', { exact: true }).waitFor();
    expect(await left(page)).toBe(truth.left);

    await page.getByRole('link', { name: 'History' }).click();
    const run = page.locator('details').filter({ hasText: 'house plants' }).first();
    await run.locator('summary').click();
    await run.getByRole('button', { name: /Receipt$/ }).click();
    const receipt = run.getByRole('region', { name: 'Receipt' });
    await receipt.getByText(`${cost} credits`).waitFor();
    const lines = await receipt.innerText();
    expect(lines).toContain(`From plan credits\n${cost}`);
    expect(lines).toContain(`Cost\n${cost}`);
    expect(lines).toContain('words-v1');
  });

  it('previews and makes a plan edit, lets a later one wait, and takes that back', async () => {
    const truth = await balance();
    await page.getByRole('link', { name: 'Billing' }).first().click();
    await page.getByRole('link', { name: 'Edit plan' }).click();
    const picked = page.getByRole('row').filter({ hasText: '100,000' });
    await picked.getByRole('radio').check();
    const preview = page.getByRole('region', { name: /would change$/ });
    const after = (truth.plan.available + 50_000).toLocaleString('en');
    const row = preview.getByRole('row').filter({ hasText: 'Plan left' });
    await expect
      .poll(() => row.innerText())
      .toMatch(new RegExp(`${truth.plan.available.toLocaleString('en')}\\s+${after}`));
    await preview.getByRole('button', { name: 'Switch to 100,000 now' }).click();
    await page.getByText(`${after} of 100,000 left`).waitFor();
    await meterShows(page, truth.left + 50_000);

    await page.getByRole('link', { name: 'Edit plan' }).click();
    await page.getByRole('row').filter({ hasText: 'Starter' }).getByRole('radio').check();
    const later = page.getByRole('button', { name: /^Switch to Starter on / });
    await later.click();
    await page.getByText(/^Starter from /).waitFor();
    expect(await left(page)).toBe(truth.left + 50_000);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await expect.poll(() => page.getByText(/^Starter from /).count()).toBe(0);
    await stage.instance.verify();
  });

  it('ends with every number agreeing with every other', () => numbersAgree(page));

  it('left the console clean', () => expect(seen.complaints).toEqual([]));
});
