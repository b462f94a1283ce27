import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium,
} from 'playwright-core';
import { expect } from 'vitest';

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.INKWELL_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const DESK = { width: 1440, height: 900 };

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the console said: errors, warnings, broken policies, uncaught exceptions. */
  complaints: string[];
  close(): Promise<void>;
}

/** A person's browser of its own, with its own cookies. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: DESK, locale: 'en-US', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  return { page, context, complaints, close: () => context.close() };
}

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
