import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { THEMES } from './pages.ts';

const AXE_OF_COLOUR = ['color-contrast', 'link-in-text-block'];
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The axe that the builder brings. */
const axe = (() => {
  const builder = createRequire(import.meta.url).resolve('@axe-core/playwright');
  return (createRequire(builder)('axe-core') as { source: string }).source;
})();
const HERE_ALREADY = 'void 0';

/** Nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('output:visible, [aria-busy=true]:visible').count()).toBe(0);
  await page.evaluate(() => document.fonts.ready);
}

/** Colours that were on their way to others are there. */
const painted = (page: Page) =>
  page.evaluate(async () => {
    const ways = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(ways.map((way) => way.finished));
  });

/**
 * Asks axe, in both themes: they differ in colours alone. The builder would put axe into the page four times, which
 * took as long as all its rules; here it comes once a page load.
 */
export async function expectClean(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await painted(page);
    const builder = new AxeBuilder({ page, axeSource: HERE_ALREADY }).setLegacyMode();
    builder.options({ resultTypes: ['violations'] });
    const asked = theme === 'light' ? builder.withTags(AXE_TAGS) : builder.withRules(AXE_OF_COLOUR);
    const { violations } = await asked.analyze();
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${theme}, ${id}: ${node.target.join(' ')} ${node.failureSummary}`),
    );
    expect(found).toEqual([]);
  }
}

const bytes_of = new Map<string, number>();

/**
 * Bytes of these files, gzipped. They are asked for anew: of an answer to a page that has moved on the browser keeps no
 * body. Files are named by their content, so each is asked for once a run.
 */
export async function gzipped(page: Page, urls: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const url of urls) {
    const { pathname } = new URL(url);
    const known = bytes_of.get(pathname) ?? gzipSync(await (await page.request.get(url)).body()).length;
    bytes_of.set(pathname, known);
    bytes += known;
  }
  return bytes;
}
