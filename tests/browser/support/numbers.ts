import type { Balance, MemberUsage, UsageReply } from '@inkwell/contract/types';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { api, left, numberOf } from './browser.ts';

interface Truth {
  balance: Balance;
  usage: UsageReply;
  /** Credits used by each way of writing. */
  sources: UsageReply;
  members: MemberUsage[];
  member: string;
  default_cap: number | null;
  /** There were cycles before this one. */
  has_past: boolean;
  /** What each person who belongs here is called. */
  team: { member: string; name: string }[];
}

/** What the API says, asked with the cookie of the page. */
async function truthOf(page: Page): Promise<Truth> {
  const { account, member } = await api<{ account: string; member: string }>(page, '/app/session');
  const path = `/v1/accounts/${account}`;
  const [balance, usage, sources, members, state, team, cycles] = await Promise.all([
    api<Balance>(page, `${path}/balance`),
    api<UsageReply>(page, `${path}/usage?group_by=member`),
    api<UsageReply>(page, `${path}/usage?group_by=source`),
    api<{ data: MemberUsage[] }>(page, `${path}/members?limit=200`),
    api<{ default_member_cap: number | null }>(page, path),
    api<{ members: Truth['team'] }>(page, `/app/workspaces/${account}/team`),
    api<{ data: unknown[] }>(page, `${path}/cycles`),
  ]);
  return {
    balance,
    usage,
    sources,
    members: members.data,
    member,
    default_cap: state.default_member_cap,
    team: team.members,
    has_past: cycles.data.length > 1,
  };
}

/** Goes there by the rail, as people do: what was read before must have become fresh by itself. */
async function goTo(page: Page, link: string, heading = link): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: link, exact: true }).first().click();
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

const grouped = (credits: number) => credits.toLocaleString('en-US');
const sum = (figures: readonly number[]) => figures.reduce((all, one) => all + one, 0);
const SOON = { timeout: 10_000, interval: 50 };

/** The API's own readings agree, before any page is asked. */
function expectOneTruth({ balance, usage, sources, members }: Truth): void {
  const buckets = [balance.plan ?? balance.trial, balance.bonus];
  expect(balance.left).toBe(balance.available + balance.held);
  expect(sum(usage.data.map((row) => row.credits))).toBe(usage.totals.credits);
  expect(sources.totals).toEqual(usage.totals);
  expect(sum(members.map((row) => row.spent - row.refunded))).toBe(usage.totals.credits);
  expect(usage.totals.credits).toBeLessThanOrEqual(sum(buckets.map((bucket) => bucket?.spent ?? 0)));
}

async function meterAgrees(page: Page, truth: Truth): Promise<void> {
  const own = truth.members.find((row) => row.member === truth.member);
  const own_left = own === undefined ? truth.default_cap : own.left;
  const shown = own_left === null ? truth.balance.left : Math.min(truth.balance.left, own_left);
  await expect.poll(() => left(page), SOON).toBe(shown);
}

async function usageAgrees(page: Page, { usage, team }: Truth): Promise<void> {
  await goTo(page, 'Usage');
  if (usage.totals.credits === 0 && usage.totals.outputs === 0) {
    await page.getByText('Nothing written this cycle.').waitFor();
    return;
  }
  const table = page.getByRole('region', { name: 'Usage by member' }).or(page.getByLabel('Usage by member'));
  const total = table.locator('tfoot td').first();
  await expect.poll(async () => numberOf(await total.innerText()), SOON).toBe(usage.totals.credits);
  const cells = await table.locator('tbody tr td:first-of-type').allInnerTexts();
  expect(sum(cells.map(numberOf))).toBe(usage.totals.credits);
  expect(numberOf(await table.locator('tfoot td').nth(3).innerText())).toBe(usage.totals.refunded);
  for (const { member, name } of team) {
    const row = usage.data.find(({ key }) => key === member);
    if (row === undefined) continue;
    const shown = table.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    expect(numberOf(await shown.locator('td').first().innerText()), name).toBe(row.credits);
  }
}

async function billingAgrees(page: Page, { balance }: Truth): Promise<void> {
  await goTo(page, 'Billing');
  const balances = page.getByRole('region', { name: 'Balances' });
  const bucket = balance.trial ?? balance.plan;
  const { refunds } = balance;
  const says = [
    ...(bucket === null ? [] : [`${grouped(bucket.available)} of ${grouped(bucket.limit)} left`]),
    `${grouped(balance.bonus.available)} left`,
    `${grouped(refunds.left)} of ${grouped(refunds.cap)} left`,
  ];
  for (const text of says) await balances.getByText(text, { exact: true }).waitFor();
  await balances.getByText(`${grouped(refunds.used)} refunded this cycle`).waitFor();
}

async function teamAgrees(page: Page, { members, team }: Truth): Promise<void> {
  await goTo(page, 'Team');
  for (const { member, name } of team) {
    const row = members.find((one) => one.member === member);
    const header = page.getByRole('rowheader').filter({ has: page.getByText(name, { exact: true }) });
    const cells = page.getByRole('row').filter({ has: header }).locator('td');
    const used = (row?.spent ?? 0) - (row?.refunded ?? 0);
    await expect.poll(async () => numberOf(await cells.nth(1).innerText()), SOON).toBe(used);
    if (row?.cap === undefined || row.cap === null) continue;
    expect(await cells.nth(2).innerText()).toBe(`${grouped(row.left!)} of ${grouped(row.cap)}`);
  }
}

/** Everything that was written in this cycle, in the app and by programs. */
async function historyAgrees(page: Page, { usage, balance, has_past }: Truth): Promise<void> {
  await goTo(page, 'History');
  if (has_past) {
    await page.goto(new URL(`/history?cycle=${balance.cycle!.number}`, page.url()).href);
    await page.getByRole('heading', { name: 'History', level: 1 }).waitFor();
  }
  const costs = page.locator('details > summary > span:last-child');
  const older = page.getByRole('button', { name: 'Show older ones' });
  const written = async () => {
    if (await older.isVisible()) await older.click();
    const texts = await costs.allInnerTexts();
    return sum(texts.map((text) => numberOf(/[\d,]+(?= credits?$)/.exec(text)?.[0] ?? '')));
  };
  await expect.poll(written, SOON).toBe(usage.totals.credits);
}

/** Every number agrees with every other: the meter, Usage, Billing, Team, History and the API. Ends on History. */
export async function numbersAgree(page: Page): Promise<void> {
  const truth = await truthOf(page);
  expectOneTruth(truth);
  await meterAgrees(page, truth);
  await usageAgrees(page, truth);
  await billingAgrees(page, truth);
  await teamAgrees(page, truth);
  await historyAgrees(page, truth);
  // Nothing moved meanwhile: all that was compared is of one instant.
  expect((await truthOf(page)).balance.seq).toBe(truth.balance.seq);
}
