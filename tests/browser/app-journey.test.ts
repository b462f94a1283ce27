import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Visit, api, left, meterShows, numberOf, shown, visit } from './support/browser.ts';
import { numbersAgree } from './support/numbers.ts';
import { signUp, startWorkspace } from './support/people.ts';
import { openStage } from './support/stage.ts';

const CAP = 15;
/** Longer than the rail is wide. */
const WORKSPACE = 'First ink, a workshop for words & daughters';

/** From an empty database, with nothing to read but the pages themselves. Each step goes on from the one before it. */
describe('a newcomer', () => {
  const stage = openStage('none', { on: 'pglite' });
  let owner: Visit;
  let friend: Visit;
  let link = '';
  let cost = 0;

  beforeAll(async () => {
    [owner, friend] = await Promise.all([visit(), visit()]);
  });

  const compose = (page: Page) =>
    page.getByRole('region', { name: 'Compose' }).getByRole('button', { name: /^Compose/ });
  const passage = (page: Page) => page.getByRole('group', { name: 'Passage' }).last();

  it('signs up and has a workspace with credits to try: four fields', async () => {
    const { page } = owner;
    await page.goto(stage.instance.url);
    await page.getByRole('button', { name: 'Start my workspace' }).click();
    await signUp(page, 'Vera', 'Continue');
    await startWorkspace(page, WORKSPACE);
    await page.getByRole('heading', { name: 'Start here', level: 1 }).waitFor();
    await meterShows(page, 10_000);
    const rail = page.getByRole('banner').locator('visible=true');
    const frame = (await rail.boundingBox())!;
    const name = (await rail.getByRole('button', { name: `Workspace ${WORKSPACE}. Change` }).boundingBox())!;
    expect(name.x + name.width).toBeLessThanOrEqual(frame.x + frame.width);
    const cut = await page
      .locator('[popovertarget=ink-meter-full] .truncate')
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
      );
    expect(cut).toEqual([]);
  });

  it('composes a paragraph, and every page tells the same cost', async () => {
    const { page } = owner;
    await page.goto(stage.instance.url);
    await page.getByRole('button', { name: 'New document' }).first().click();
    await page.getByRole('textbox', { name: 'Title' }).fill('House plants that forgive you');
    await compose(page).click();
    const receipt = passage(page).getByRole('button', { name: /credits\. Receipt$/ });
    await shown(receipt);
    cost = numberOf(await receipt.innerText());
    expect(cost).toBeGreaterThanOrEqual(40);
    expect(cost).toBeLessThanOrEqual(60);
    await meterShows(page, 10_000 - cost);
    const document = page.url();
    await numbersAgree(page);
    await page.goto(document);
  });

  it('has the credits back with a downvote', async () => {
    const { page } = owner;
    await passage(page)
      .getByRole('button', { name: `Downvote, refunds ${cost} credits` })
      .click();
    await passage(page).getByText(`${cost} credits back.`).waitFor();
    await meterShows(page, 10_000);
    await numbersAgree(page);
    const runs = await api<{ data: { charged: number; refunded: number }[] }>(page, '/app/runs');
    expect(runs.data).toMatchObject([{ charged: cost, refunded: cost }]);
  });

  it('invites a colleague, with a cap', async () => {
    const { page } = owner;
    await page.getByRole('link', { name: 'Team' }).first().click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    link = await page.getByLabel('Link, shown this once').inputValue();
    await friend.page.goto(link);
    await signUp(friend.page, 'Timo', `Join ${WORKSPACE}`);
    await meterShows(friend.page, 10_000);
    await page.reload();
    await page.getByRole('button', { name: 'Change Timo' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change Timo' });
    await dialog.getByLabel('Own cap, credits a cycle').fill(String(CAP));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await meterShows(friend.page, CAP);
    await friend.page.getByText(`left of your ${CAP}`).locator('visible=true').first().waitFor();
  });

  it('whose cap stops them in mid-text, in plain words, and who sees the same numbers', async () => {
    const { page } = friend;
    await page.getByRole('link', { name: 'Write', exact: true }).first().click();
    await page.getByRole('heading', { name: 'House plants that forgive you', level: 1 }).waitFor();
    await compose(page).click();
    await page.getByText(`You’ve reached your ${CAP} for this cycle. Ask an owner.`).first().waitFor();
    await meterShows(page, 0);
    await meterShows(owner.page, 10_000 - CAP);
    await numbersAgree(page);
    await numbersAgree(owner.page);
    await stage.instance.operator('POST', `/v1/accounts/${await accountOf(page)}/verify`, {}).then((told) => {
      expect(told).toMatchObject({ ok: true });
    });
    expect(await left(page)).toBe(0);
  });

  it('whose owner need not wait for the trial to end', async () => {
    const { page } = owner;
    await page.goto(`${stage.instance.url}/settings/billing`);
    await page.getByText('what is left of the trial expires then').waitFor();
    await page.getByRole('button', { name: 'Start Pro now, $59/month' }).click();
    await page.getByText(/^Pro, 50,000 credits, \$59\/month, renews/).waitFor();
    await meterShows(page, 50_000);
    await numbersAgree(page);
  });

  const accountOf = async (page: Page) => (await api<{ account: string }>(page, '/app/session')).account;

  it('left the consoles clean but for the door’s own question', () => {
    const said = [...owner.complaints, ...friend.complaints];
    expect(said.filter((line) => !line.includes('status of 401') && !line.includes('status of 409'))).toEqual(
      [],
    );
  });
});
