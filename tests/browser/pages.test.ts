import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESK, type Visit, meterShows, visit, shown, settledLeft } from './support/browser.ts';
import { expectClean, gzipped, settled } from './support/audit.ts';
import { focused, tabTo } from './support/keys.ts';
import { numbersAgree } from './support/numbers.ts';
import { PAGES } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const PHONE = { width: 390, height: 844 };
const MAX_SCRIPT_KB = 250;

const stage = openStage('demo');

/** Runs the filled-in command and waits for its mark. */
async function writeOnce(page: Page): Promise<void> {
  await page.locator('label', { has: page.getByRole('radio', { name: /^S\b/ }) }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await shown(page.getByRole('button', { name: /^Downvote, refunds/ }));
}

describe.each([
  ['wide', DESK],
  ['phone', PHONE],
] as const)('on a %s screen', (_, viewport) => {
  let seen: Visit;
  let page: Page;
  let scripts = new Set<string>();
  const hosts = new Set<string>();
  const sizes: string[] = [];

  beforeAll(async () => {
    const touch = viewport === PHONE ? { hasTouch: true, isMobile: true } : {};
    seen = await visit({ viewport, reducedMotion: 'reduce', ...touch });
    page = seen.page;
    page.on('response', (response) => {
      hosts.add(new URL(response.url()).origin);
      if (/javascript/.test(response.headers()['content-type'] ?? '')) scripts.add(response.url());
    });
    await page.goto(stage.instance.sign_in_url);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  afterAll(() => seen.close());

  it.each(Object.entries(PAGES))(
    '%s has no violation, does not scroll sideways, and its script is small',
    async (name, path) => {
      scripts = new Set();
      await page.goto(stage.instance.url + path);
      await settled(page);
      const bytes = await gzipped(page, scripts);
      sizes.push(`${name} ${(bytes / 1024).toFixed(0)} KB`);
      expect(bytes / 1024, name).toBeGreaterThan(20);
      if (name !== 'document') expect(bytes / 1024, name).toBeLessThan(MAX_SCRIPT_KB);
      await expectClean(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over).toBeLessThanOrEqual(0);
    },
  );

  it('asks nobody else for anything', () => {
    expect(sizes).toHaveLength(Object.keys(PAGES).length);
    expect([...hosts]).toEqual([stage.instance.url]);
    console.log(`script, gzip: ${sizes.join(', ')}`);
  });

  it('neither has what opens on them', async () => {
    await page.goto(`${stage.instance.url}/commands`);
    await writeOnce(page);
    await page.getByRole('button', { name: /^Downvote, refunds/ }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await page.getByRole('button', { name: /credits\. Receipt$/ }).click();
    await page.getByText('words-v1').waitFor();
    await expectClean(page);
    await page.locator('[popovertarget^=ink-meter]:visible').click();
    await page.getByText('Refunds left this cycle').locator('visible=true').waitFor();
    await expectClean(page);
    await page.goto(`${stage.instance.url}/settings/billing/plan`);
    await page.getByRole('row').filter({ hasText: 'Starter' }).getByRole('radio').check();
    await page.getByRole('button', { name: /^Switch to Starter/ }).waitFor();
    await expectClean(page);
    await page.goto(`${stage.instance.url}/settings/billing`);
    await page.getByText('after plan credits; never expires').click();
    await page.getByText('Promo code SPRINGINK').waitFor();
    await expectClean(page);
  });

  it('neither have the parts of a document', async () => {
    await page.goto(stage.instance.url);
    await page.getByRole('textbox', { name: 'Document', exact: true }).waitFor();
    await page.keyboard.press('Control+j');
    // Until it is written: no command opens before.
    await page.getByRole('region', { name: 'Running' }).waitFor();
    await shown(page.getByRole('region', { name: 'Compose' }));
    await page.getByRole('group', { name: 'Passage' }).last().waitFor();
    await page.getByRole('button', { name: 'Brief' }).click();
    await page.getByLabel('Voice', { exact: true }).waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: 'Close: Brief' }).click();
    await page.getByRole('button', { name: 'More for this document' }).click();
    await page.getByRole('button', { name: 'Versions' }).waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Keep this version' }).waitFor();
    await expectClean(page);
    await page.getByRole('button', { name: 'Close: Versions' }).click();
    await page.getByRole('textbox', { name: 'Document', exact: true }).focus();
    await page.keyboard.press('Control+Shift+k');
    await page.getByLabel('What should be written?').waitFor();
    await expectClean(page);
  });

  it('left the console clean', () => expect(seen.complaints).toEqual([]));
});

describe('a window of 1440 by 900 at twice the size', () => {
  it('has the meter in sight, and every page within reach', async () => {
    const seen = await visit({ viewport: { width: DESK.width / 2, height: DESK.height / 2 } });
    const { page } = seen;
    await page.goto(stage.instance.sign_in_url);
    const meter = page.locator('[popovertarget=ink-meter-narrow]');
    await shown(meter);
    const foot = async () => {
      const { y, height } = (await meter.boundingBox())!;
      return y + height;
    };
    await expect.poll(foot).toBeLessThanOrEqual(DESK.height / 2);
    await page.getByRole('link', { name: 'How credits work' }).locator('visible=true').click();
    await page.getByRole('heading', { name: 'How credits work', level: 1 }).waitFor();
    await seen.close();
  });
});

describe('the door', () => {
  it('has no violation', async () => {
    const seen = await visit();
    const { page } = seen;
    await page.goto(stage.instance.url);
    await page.getByRole('button', { name: 'Look around Juniper & Co.' }).waitFor();
    await expectClean(page);
    for (const [link, field] of [
      ['Start my workspace', 'Your name'],
      ['Sign in', 'Password'],
      ['I have a sign-in link', 'Paste the link or its token here'],
    ] as const) {
      await page.getByRole('button', { name: link }).click();
      await page.getByLabel(field).waitFor();
      await expectClean(page);
    }
    await seen.close();
  });

  it('opens for the pasted link and for nothing else', async () => {
    const seen = await visit();
    const { page } = seen;
    await page.goto(`${stage.instance.url}/settings/billing`);
    await page.getByRole('button', { name: 'I have a sign-in link' }).click();
    const field = page.getByLabel('Paste the link or its token here');
    await field.fill('ink_in_wrong');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('alert').getByText('This token opens no workspace.').waitFor();
    await field.fill(stage.instance.sign_in_url);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Billing', level: 1 }).waitFor();
    await seen.close();
  });
});

describe('by keyboard alone', () => {
  it('writes, downvotes, undoes, stops, reads the usage and goes back', async () => {
    const seen = await visit();
    const { page } = seen;
    await page.goto(stage.instance.sign_in_url);
    await settled(page);
    await page.goto(`${stage.instance.url}/commands`);
    await page.getByLabel('What should be written?').waitFor();
    await expect.poll(() => focused(page)).toBe('Run');
    await settledLeft(page);
    await page.keyboard.press('/');
    expect(await focused(page)).toContain('What should be written?');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('write a tagline for a bakery');
    await tabTo(page, /^Auto/);
    await page.keyboard.press('ArrowRight');
    const before = await settledLeft(page);
    await page.keyboard.press('/');
    await page.keyboard.press('Enter');
    await shown(page.getByRole('button', { name: /^Downvote, refunds/ }));
    const after = await settledLeft(page);
    expect(after).toBeLessThan(before);
    await tabTo(page, /^Downvote, refunds/);
    await page.keyboard.press('Space');
    await meterShows(page, before);
    expect(await focused(page)).toMatch(/^Downvote, refunds/);
    await tabTo(page, /^Undo$/);
    await page.keyboard.press('Enter');
    await meterShows(page, after);

    await page.keyboard.press('/');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('write a blog post about tea');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('/');
    await page.keyboard.press('Enter');
    await page.locator('[aria-busy=true] .prose-output').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^Stopped\. /).waitFor();

    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(page, /^Skip to the page$/);
    await tabTo(page, /^Usage$/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Usage', level: 1 }).waitFor();
    await tabTo(page, /^Credits used, day by day$/);
    const said = () => page.getByLabel('Credits used, day by day').getAttribute('aria-valuetext');
    const today = await said();
    await page.keyboard.press('ArrowLeft');
    expect(await said()).not.toBe(today);
    await numbersAgree(page);
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });
});

describe('what is served', () => {
  it('is held to a strict policy: no foreign source, no inline script or style', async () => {
    const response = await fetch(stage.instance.sign_in_url.split('?')[0]!);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(await response.text()).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\son\w+=/i);
  });
});
