import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
  chromium,
} from 'playwright-core';
import { expect, inject } from 'vitest';

let connected: Promise<Browser> | null = null;

/** The run's one Chromium (global-setup.ts); the files of a run are in one process, and so is the line to it. */
const sharedBrowser = (): Promise<Browser> => (connected ??= chromium.connect(inject('chromium')));

export const DESK = { width: 1440, height: 900 };

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the console said: errors, warnings, broken policies, uncaught exceptions. */
  complaints: string[];
  /**
   * An empty page with the same cookies; what the page before kept in this browser or complained of is forgotten. It is
   * the same window: opening one costs Chromium half a second.
   */
  turnPage(): Promise<Page>;
  close(): Promise<void>;
}

const open_visits = new Set<BrowserContext>();

/** Closes what a file has left open: an open page goes on asking its server. */
export async function closeVisits(): Promise<void> {
  await Promise.all([...open_visits].map((context) => context.close()));
}

/** A person's browser of its own, with its own cookies. */
export async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
  const browser = await sharedBrowser();
  const context = await browser.newContext({ viewport: DESK, locale: 'en-US', ...options });
  open_visits.add(context);
  context.on('close', () => open_visits.delete(context));
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return {
    page,
    context,
    complaints,
    turnPage: async () => {
      if (page.url() !== 'about:blank') {
        await page.evaluate(() => {
          localStorage.clear();
          sessionStorage.clear();
        });
      }
      await page.goto('about:blank');
      await page.emulateMedia({ colorScheme: null });
      complaints.length = 0;
      return page;
    },
    close: () => context.close(),
  };
}

/** Waits until it is there to be seen. Asks oftener than Playwright, which looks twice a second after the first waits. */
export const shown = (what: Locator): Promise<unknown> =>
  expect.poll(() => what.isVisible(), { timeout: 20_000, interval: 30 }).toBe(true);

/** Lets the page's clock, which has to be installed, run ahead until it is there to be seen. */
export const shownLater = (what: Locator, ms: number): Promise<unknown> =>
  expect
    .poll(
      async () => {
        if (await what.isVisible()) return true;
        await what.page().clock.fastForward(ms);
        return what.isVisible();
      },
      { timeout: 20_000, interval: 30 },
    )
    .toBe(true);

/** The wide meter's figure. */
export const meterOf = (page: Page) => page.locator('[popovertarget=ink-meter-full] .title');

/** A figure as people read it: "18,580" is 18580. */
export const numberOf = (text: string): number => Number(text.replaceAll(/[^\d]/g, ''));

export async function left(page: Page): Promise<number> {
  return numberOf(await meterOf(page).innerText());
}

/** Waits until the meter shows a number. */
export const meterShows = (page: Page, credits: number): Promise<unknown> =>
  expect.poll(() => left(page), { timeout: 10_000, interval: 50 }).toBe(credits);

/** Asks the API with the cookie that the page has. */
export async function api<T = Record<string, unknown>>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(new URL(path, page.url()).href);
  expect(response.status(), path).toBe(200);
  return (await response.json()) as T;
}

/** What is left, once the meter says what the API does: its figure follows by up to a quarter of a second. */
export async function settledLeft(page: Page): Promise<number> {
  const { account } = await api<{ account: string }>(page, '/app/session');
  let credits = 0;
  const apart = async () => {
    credits = (await api<{ left: number }>(page, `/v1/accounts/${account}/balance`)).left;
    return (await left(page)) - credits;
  };
  await expect.poll(apart, { timeout: 10_000, interval: 50 }).toBe(0);
  return credits;
}

declare global {
  interface Window {
    /** Every figure that the meter has shown since `watchMeter`. */
    meter_seen: number[];
    /** How far things moved by themselves since `watchShifts`. */
    layout_shift: number;
  }
}

/** Notes each figure that the meter shows from now on. */
export const watchMeter = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.meter_seen = [];
    const note = () => {
      const shown = document.querySelector('[popovertarget=ink-meter-full] .title')?.textContent ?? '';
      const value = Number(shown.replaceAll(/[^\d]/g, ''));
      if (value !== window.meter_seen.at(-1)) window.meter_seen.push(value);
    };
    note();
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });

export const meterSeen = (page: Page): Promise<number[]> => page.evaluate(() => window.meter_seen);

/** Adds up how far things move that nobody asked to move, as browsers reckon it. */
export const watchShifts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.layout_shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[]) {
        if (!entry.hadRecentInput) window.layout_shift += entry.value;
      }
    }).observe({ type: 'layout-shift' });
  });

export const layoutShift = (page: Page): Promise<number> => page.evaluate(() => window.layout_shift);
