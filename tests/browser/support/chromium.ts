import type { LaunchOptions } from 'playwright-core';

/** How Chromium is started, for the tests and for the pictures. */
export const CHROMIUM: LaunchOptions = {
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
};
