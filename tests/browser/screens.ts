// `node tests/browser/screens.ts`: pictures of every page, for a person to look at, in docs/screens/.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPGlite } from '@inkwell/ledger';
import { type Browser, type Page, chromium } from 'playwright-core';
import { CHROMIUM } from './support/chromium.ts';
import { type Instance, startInstance } from './support/instance.ts';
import { PAGES, THEMES } from './support/pages.ts';
import { withPalette } from './support/palette.ts';

const folder = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;

/** Pages beside `PAGES` of which one picture says all. */
const MORE_PAGES = {
  templates: '/templates',
  earn: '/earn',
  staff: '/staff',
  'staff-workspace': '/staff/workspaces/juniper',
  'staff-feedback': '/staff/feedback',
  'staff-earning': '/staff/earning',
  'staff-acts': '/staff/acts',
  'staff-instance': '/staff/instance',
} as const;

type Size = (typeof SIZES)[number];
type Shoot = (name: string) => Promise<void>;

async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('output:visible, [aria-busy=true]:visible').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
}

/** Write as it comes, while it writes, when it is settled, after a downvote; ten outputs. */
async function shootWrite(page: Page, shoot: Shoot): Promise<void> {
  await shoot('write');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const text = page.locator('[aria-busy=true] .prose-output');
  await text.getByText('Detail').or(text.locator('div').nth(6)).first().waitFor();
  await shoot('write-writing');
  const down = page.getByRole('button', { name: /^Downvote, refunds/ }).first();
  await down.waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot('write-settled');
  await down.click();
  await page.getByText('left to refund this cycle').waitFor();
  await page.getByRole('list', { name: /tips?$/ }).waitFor();
  await shoot('write-downvoted');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
}

async function shootMany(page: Page, shoot: Shoot): Promise<void> {
  await page.getByLabel('What should be written?').fill('write a product name for a plant shop');
  await page.getByLabel('Outputs', { exact: true }).fill('4');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page
    .getByRole('button', { name: /^Downvote, refunds/ })
    .nth(4)
    .waitFor();
  await page.getByRole('region', { name: 'Running' }).waitFor({ state: 'detached' });
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot('write-many');
}

/** A template that has written three outputs. */
async function shootTemplate(page: Page, shoot: Shoot): Promise<void> {
  await page.getByRole('button', { name: 'Use example' }).click();
  await page.getByLabel('Outputs', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Generate content', exact: true }).click();
  await page
    .getByRole('button', { name: /credits\. Receipt$/ })
    .nth(2)
    .waitFor();
  await page.getByRole('button', { name: /^Stop all/ }).waitFor({ state: 'detached' });
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot('template');
  await page.getByRole('region', { name: 'Output 1', exact: true }).scrollIntoViewIfNeeded();
  await shoot('template-outputs');
}

async function shootMore(page: Page, url: string, shoot: Shoot): Promise<void> {
  for (const [name, path] of Object.entries(MORE_PAGES)) {
    await page.goto(url + path);
    await settle(page);
    if (name === 'staff-workspace') await page.getByText(/^Verified [\d,]+ entries/).waitFor();
    await shoot(name);
  }
  await page.goto(`${url}/templates/aida-framework`);
  await settle(page);
  await shootTemplate(page, shoot);
}

async function shootAll(browser: Browser, instance: Instance, theme: (typeof THEMES)[number], size: Size) {
  const phone = size.width < 640 ? { hasTouch: true, isMobile: true } : {};
  const context = await browser.newContext({
    viewport: size,
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    ...phone,
  });
  const page = await context.newPage();
  const shoot: Shoot = async (name) => {
    const png = await page.screenshot({ caret: 'hide' });
    writeFileSync(`${folder}${name}-${size.width}-${theme}.png`, withPalette(png));
  };
  await page.goto(instance.url);
  await page.getByRole('button', { name: /^Look around/ }).waitFor();
  await page.evaluate(() => document.fonts.ready);
  await shoot('door');
  await page.goto(instance.sign_in_url);
  await settle(page);
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await shoot('document');
  await page.goto(`${instance.url}/commands`);
  await settle(page);
  await shootWrite(page, shoot);
  await shootMany(page, shoot);
  for (const [name, path] of Object.entries(PAGES)) {
    if (name === 'document' || name === 'commands') continue;
    await page.goto(instance.url + path);
    await settle(page);
    if (name === 'history') await openFirst(page);
    if (name === 'edit-plan') {
      await page.getByRole('row').filter({ hasText: '100,000' }).getByRole('radio').check();
      await page.getByRole('button', { name: /^Switch to 100,000/ }).waitFor();
    }
    await shoot(name);
    if (name !== 'usage') continue;
    await page.getByRole('heading', { name: 'Day by day' }).scrollIntoViewIfNeeded();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await shoot('usage-below');
  }
  await shootMore(page, instance.url, shoot);
  await context.close();
}

async function openFirst(page: Page): Promise<void> {
  await page.locator('summary').first().click();
  await page
    .getByRole('button', { name: /Receipt$/ })
    .first()
    .click();
  await page.getByText('words-v1').waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** The one picture that says what Inkwell is: a text, what it cost, and its credits given back. */
async function shootFirst(browser: Browser, instance: Instance): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-US',
  });
  const page = await context.newPage();
  await page.goto(instance.sign_in_url);
  await settle(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const down = page.getByRole('button', { name: /^Downvote, refunds/ }).first();
  await down.click();
  await page.getByRole('list', { name: /tips?$/ }).waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  writeFileSync(`${folder}inkwell.png`, withPalette(await page.screenshot({ caret: 'hide' })));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor({ state: 'detached' });
  await context.close();
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), 'inkwell-screens-'));
const database = await openPGlite(data);
const remove = async () => {
  await database.close();
  rmSync(data, { recursive: true, force: true });
};
const browser = await chromium.launch(CHROMIUM);
const instance = await startInstance('demo', { database, remove });
await instance.operator('PUT', '/app/staff/ines');
try {
  await shootFirst(browser, instance);
  for (const size of SIZES) for (const theme of THEMES) await shootAll(browser, instance, theme, size);
} finally {
  await browser.close();
  await instance.close();
}
