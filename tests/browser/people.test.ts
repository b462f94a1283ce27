import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Visit, api, left, shown, visit } from './support/browser.ts';
import { numbersAgree } from './support/numbers.ts';
import { PASSWORD, signUp, startWorkspace } from './support/people.ts';
import { openStage } from './support/stage.ts';

/** The rail's button that names the workspace. */
const switcher = (page: Page, name: string) =>
  page.getByRole('button', { name: `Workspace ${name}. Change` }).locator('visible=true');

/** Two people of one workspace: each step goes on from the one before it. */
describe('people', () => {
  const stage = openStage('none');
  let owner: Visit;
  let friend: Visit;
  let link = '';

  beforeAll(async () => {
    [owner, friend] = await Promise.all([visit(), visit()]);
  });

  it('from nothing into a workspace on trial: four fields', async () => {
    const { page } = owner;
    await page.goto(stage.instance.url);
    await page.getByRole('button', { name: 'Start my workspace' }).click();
    await signUp(page, 'Ada', 'Continue');
    await startWorkspace(page, 'Engines');
    await switcher(page, 'Engines').waitFor();
    await expect.poll(() => left(page)).toBe(10_000);
    const session = await api<{ role: string }>(page, '/app/session');
    expect(session).toMatchObject({ role: 'owner', staff: false, workspace: { name: 'Engines' } });
  });

  it('invites by a link; the friend signs up through it and is in', async () => {
    await owner.page.goto(`${stage.instance.url}/settings/team`);
    await owner.page.getByRole('button', { name: 'Make a link' }).click();
    link = await owner.page.getByLabel('Link, shown this once').inputValue();
    expect(link).toContain('/join#ink_in_');
    const { page } = friend;
    await page.goto(link);
    await page.getByRole('heading', { name: 'Join Engines' }).waitFor();
    await signUp(page, 'Ben', 'Join Engines');
    await switcher(page, 'Engines').waitFor();
    await page.goto(`${stage.instance.url}/settings/keys`);
    await page.getByText('API keys are for owners and admins.').waitFor();
  });

  it('caps a member, who reads it beside the meter', async () => {
    const { page } = owner;
    await page.reload();
    await page.getByRole('button', { name: 'Change Ben' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Ben' });
    await dialog.getByLabel('Own cap, credits a cycle').fill('3,000');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('row').filter({ hasText: 'Ben' }).getByText('3,000 of 3,000').waitFor();
    await expect.poll(() => left(friend.page)).toBe(3_000);
  });

  it('a withdrawn link opens nothing', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Withdraw the invitation of Whoever has the link' }).click();
    await page.getByText('No invitation waits.').waitFor();
    const other = await visit();
    await other.page.goto(link);
    await other.page.getByRole('heading', { name: 'This invitation opens nothing any more' }).waitFor();
    await other.close();
  });

  it('hands the workspace over, is an admin then', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Change Ben' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Ben' });
    await dialog.getByRole('button', { name: 'Make owner' }).click();
    await dialog.getByRole('button', { name: 'Yes, hand Engines to Ben' }).click();
    await page.getByRole('row').filter({ hasText: 'Ada' }).getByText('Admin').waitFor();
    expect(await api(page, '/app/session')).toMatchObject({ role: 'admin' });
  });

  it('makes an API key that is shown once, and revokes it', async () => {
    const { page } = owner;
    await page.goto(`${stage.instance.url}/settings/keys`);
    await page.getByLabel('What is it for?').fill('Blog');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const secret = await page.getByLabel('Blog, shown this once').inputValue();
    const { account } = await api<{ account: string }>(page, '/app/session');
    const read = () =>
      fetch(`${stage.instance.url}/v1/accounts/${account}/balance`, {
        headers: { authorization: `Bearer ${secret}` },
      });
    expect((await read()).status).toBe(200);
    await page.reload();
    await page.getByRole('listitem').getByText('Blog', { exact: true }).waitFor();
    expect(await page.getByLabel('Blog, shown this once').count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Yes, revoke Blog' }).click();
    await page.getByText(/^Revoked/).waitFor();
    expect((await read()).status).toBe(401);
  });

  it('is signed out elsewhere, and comes in again with the password', async () => {
    const phone = await visit();
    await phone.page.goto(stage.instance.url);
    await phone.page.getByLabel('Mail').fill('ada@example.com');
    await phone.page.getByLabel('Password').fill('a wrong password');
    await phone.page.getByRole('button', { name: 'Sign in' }).click();
    await phone.page.getByRole('alert').getByText('do not belong together').waitFor();
    await phone.page.getByLabel('Password').fill(PASSWORD);
    await phone.page.getByRole('button', { name: 'Sign in' }).click();
    await switcher(phone.page, 'Engines').waitFor();
    const { page } = owner;
    await page.goto(`${stage.instance.url}/settings/you`);
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
    await phone.page.reload();
    await phone.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await phone.close();
  });

  it('starts a second workspace without a trial, switches, deletes it', async () => {
    const { page } = owner;
    await switcher(page, 'Engines').click();
    await page.getByRole('link', { name: 'Start another workspace' }).locator('visible=true').click();
    await page.getByLabel('Workspace name').fill('Notes');
    await page.getByRole('button', { name: 'Start workspace' }).click();
    await switcher(page, 'Notes').waitFor();
    const { account } = await api<{ account: string }>(page, '/app/session');
    expect(await api(page, `/v1/accounts/${account}/balance`)).toMatchObject({
      phase: 'canceled',
      available: 0,
    });
    await page.goto(`${stage.instance.url}/settings/workspace`);
    const confirm = page.getByRole('button', { name: 'Delete Notes' });
    await page.getByLabel('Type Notes to delete it').fill('Note');
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Type Notes to delete it').fill('Notes');
    await confirm.click();
    await switcher(page, 'Engines').waitFor();
  });

  it('sees every number agreeing with every other, and so does the friend', async () => {
    for (const { page } of [owner, friend]) await numbersAgree(page);
  });

  it('signs out', async () => {
    const { page } = owner;
    await switcher(page, 'Engines').click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).locator('visible=true').click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('left the consoles clean but for the door’s own question', () => {
    const said = [...owner.complaints, ...friend.complaints];
    expect(said.filter((line) => !line.includes('status of 401') && !line.includes('status of 409'))).toEqual(
      [],
    );
  });
});

/** Whoever opens the link that the terminal prints: nobody yet, and the staff of the instance. */
describe('the first owner of an empty instance', () => {
  const stage = openStage('none');

  it('is led to a name, a password, a text and a colleague', async () => {
    const { page, complaints } = await visit();
    await page.goto(stage.instance.sign_in_url);
    const steps = page.getByRole('region', { name: 'First steps' });
    const doneIs = (name: string) => steps.getByText(`${name}, done`).waitFor();
    await steps.getByRole('link', { name: 'Say who you are' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Grace');
    await page.getByLabel('Mail').fill('grace@example.com');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Set password' }).click();
    await doneIs('Say who you are');
    await page.getByText('Grace, owner').locator('visible=true').waitFor();
    await steps.getByRole('link', { name: 'Run it' }).click();
    await page.locator('label', { has: page.getByRole('radio', { name: /^S\b/ }) }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await shown(page.getByRole('button', { name: /^Downvote, refunds/ }));
    await doneIs('Run it');
    await steps.getByRole('link', { name: 'Invite a colleague' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    await doneIs('Invite a colleague');
    await numbersAgree(page);
    expect(complaints).toEqual([]);
  });
});
