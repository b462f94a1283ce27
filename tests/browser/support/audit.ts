import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { THEMES } from './pages.ts';

const AXE_OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('output:visible, [aria-busy=true]:visible').count()).toBe(0);
  await page.evaluate(() => document.fonts.ready);
}

/** Asks axe, in both themes: they differ in colours alone. */
export async function expectClean(page: Page): Promise<void> {
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const asked = theme === 'light' ? axe.withTags(AXE_TAGS) : axe.withRules(AXE_OF_COLOUR);
    const { violations } = await asked.analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${theme}, ${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
    expect(found).toEqual([]);
  }
}

/**
 * Bytes of these files, gzipped. They are asked for anew: of an answer to a page that has moved on the browser keeps no
 * body.
 */
export async function gzipped(page: Page, urls: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const url of urls) bytes += gzipSync(await (await page.request.get(url)).body()).length;
  return bytes;
}
