import type { Page } from 'playwright-core';

export const PASSWORD = 'a long enough password';

/** Fills in who one is, on the door or an invitation's page. The mail address follows from the name. */
export async function signUp(page: Page, name: string, button: string): Promise<void> {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Mail').fill(`${name.toLowerCase()}@example.com`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: button }).click();
}

/** What follows for whoever was not invited. */
export async function startWorkspace(page: Page, name: string): Promise<void> {
  await page.getByLabel('Workspace name').fill(name);
  await page.getByRole('button', { name: 'Open my workspace' }).click();
}
