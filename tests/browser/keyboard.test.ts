import { describe, expect, it } from 'vitest';
import { meterShows, visit, shown, settledLeft } from './support/browser.ts';
import { tabTo } from './support/keys.ts';
import { numbersAgree } from './support/numbers.ts';
import { openStage } from './support/stage.ts';

/** No mouse: a document and the plan. (Commands are in pages.test.ts.) */
describe('by keyboard alone', () => {
  const stage = openStage('none');

  it('makes a document, composes, downvotes, undoes, previews a plan', async () => {
    const seen = await visit();
    const { page } = seen;
    await page.goto(stage.instance.sign_in_url);
    await page.getByLabel('What should be written?').waitFor();
    await meterShows(page, 50_000);
    await tabTo(page, /^New document$/);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
    await tabTo(page, /^Title$/);
    await page.keyboard.type('Tea for beginners');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+j');
    const down = page.getByRole('button', { name: /^Downvote, refunds/ });
    await shown(down);
    const after = await settledLeft(page);
    expect(after).toBeLessThan(50_000);
    await tabTo(page, /^Downvote, refunds/);
    await page.keyboard.press('Space');
    await meterShows(page, 50_000);
    await tabTo(page, /^Undo$/);
    await page.keyboard.press('Enter');
    await meterShows(page, after);

    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(page, /^Billing$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Billing', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Edit plan' }).waitFor();
    await tabTo(page, /^Edit plan$/);
    await page.keyboard.press('Enter');
    // Billing has radios of its own: the plans' have to be there before Tab looks for one.
    await page.getByRole('radiogroup', { name: 'Plans' }).waitFor();
    for (let presses = 0; presses < 60; presses += 1) {
      if (await page.evaluate(() => (document.activeElement as HTMLInputElement).type === 'radio')) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('ArrowDown');
    const preview = page.getByRole('region', { name: /would change$/ });
    await preview.getByRole('row').filter({ hasText: 'Plan left' }).waitFor();
    await tabTo(page, /^Switch to /);
    await numbersAgree(page);
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });
});
