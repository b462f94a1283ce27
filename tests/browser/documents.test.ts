import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Visit, api, meterShows, shown, shownLater, visit, settledLeft } from './support/browser.ts';
import { breaksAfter, holdsAfter, writes } from './support/model.ts';
import { numbersAgree } from './support/numbers.ts';
import { openStage } from './support/stage.ts';

/** Documents in a real browser: saved as they are typed, written into in place, never lost. */
const stage = openStage('none', { model: true });
let seen: Visit;
let page: Page;

beforeAll(async () => {
  seen = await visit();
  await seen.page.clock.install();
  await seen.page.goto(stage.instance.sign_in_url);
});

beforeEach(async () => {
  page = await seen.turnPage();
});

afterEach(() => stage.instance.verify());

const text = (at: Page = page) => at.getByRole('textbox', { name: 'Document', exact: true });
/** The page saves 800 ms after the last stroke. */
const saved = (at: Page = page) => shownLater(at.getByText('Saved', { exact: true }), 800);
const mark = () => page.getByRole('group', { name: 'Passage' });
const receipt = (credits: number) => mark().getByRole('button', { name: `${credits} credits. Receipt` });
const button = (name: string) => page.getByRole('button', { name, exact: true });
const words = (from: number, n: number) => Array.from({ length: n }, (_, i) => `word${from + i}`).join(' ');

async function newDocument(title: string, first = ''): Promise<string> {
  await page.goto(`${stage.instance.url}/commands`);
  await button('New document').first().click();
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.keyboard.press('Enter');
  if (first !== '') await page.keyboard.type(first);
  await saved();
  await meterShows(page, await leftNow());
  return page.url();
}

/** A document that is there already, with the caret at its end. */
async function openDocument(title: string, first: string): Promise<string> {
  const paragraph = { type: 'paragraph', content: [{ type: 'text', text: first }] };
  const made = await page.request.post(`${stage.instance.url}/app/documents`, {
    data: { title, content: { type: 'doc', content: [paragraph] } },
    headers: { origin: stage.instance.url },
  });
  expect(made.status()).toBe(201);
  const { document } = (await made.json()) as { document: string };
  await page.goto(`${stage.instance.url}/documents/${document}`);
  await text().getByText(first).click();
  await page.keyboard.press('Control+End');
  await meterShows(page, await leftNow());
  return page.url();
}

const leftNow = async () =>
  (await api<{ left: number }>(page, `/v1/accounts/${stage.instance.account}/balance`)).left;

describe('a document', () => {
  it('is saved as it is typed, found by its title and its text, and opened again by Write', async () => {
    const url = await newDocument('Ferns and moss', 'Both like the shade.');
    await page.goto(stage.instance.url);
    await page.waitForURL(url);
    await text().getByText('Both like the shade.').waitFor();
    await page.getByLabel('Search documents').fill('nothing like it');
    await page.getByText('No document has these words.').waitFor();
    await page.getByLabel('Search documents').fill('like the SHADE');
    await page.getByRole('link', { name: /^Ferns and moss.*Both like the shade\.$/ }).waitFor();
    await page.getByLabel('Search documents').fill('MOSS');
    await page.getByRole('link', { name: 'Ferns and moss' }).waitFor();
    expect(seen.complaints).toEqual([]);
  });

  it('that is only read stays as it was, whatever it ends with', async () => {
    const said = { type: 'paragraph', content: [{ type: 'text', text: 'The last line.' }] };
    const content = [{ type: 'bulletList', content: [{ type: 'listItem', content: [said] }] }];
    const made = await page.request.post(`${stage.instance.url}/app/documents`, {
      data: { title: 'A list', content: { type: 'doc', content } },
      headers: { origin: stage.instance.url },
    });
    const { document } = (await made.json()) as { document: string };
    await page.goto(`${stage.instance.url}/documents/${document}`);
    await text().getByText('The last line.').click();
    await page.clock.runFor(2_000);
    await page.reload();
    await text().getByText('The last line.').waitFor();
    expect(await api(page, `/app/documents/${document}`)).toMatchObject({ revision: 1 });
  });

  it('takes a pasted table a line a row, its cells apart', async () => {
    await openDocument('Pasted', 'Before.');
    await page.keyboard.press('Enter');
    await text().evaluate((editor) => {
      const clipboardData = new DataTransfer();
      const rows = '<tr><td><p>Fern</p></td><td>2 <b>pots</b></td></tr><tr><td>Moss</td><td>none</td></tr>';
      const layout = '<table><tr><td><h2>Kept</h2><p>as <b>it</b> is</p></td></tr></table>';
      clipboardData.setData('text/html', `<table><tbody>${rows}</tbody></table>${layout}`);
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    const lines = await text().locator('p, h2').allInnerTexts();
    expect(lines).toEqual(['Before.', 'Fern · 2 pots', 'Moss · none', 'Kept', 'as it is']);
    await text().locator('b, strong').getByText('it', { exact: true }).waitFor();
    await saved();
    expect(seen.complaints).toEqual([]);
  });

  it('keeps the mark of a long passage in sight while any of it is read, and no longer', async () => {
    const run = crypto.randomUUID();
    const output = `out_${run}`;
    const paths = `/v1/accounts/${stage.instance.account}`;
    const charge = { output, member: 'owner', source: 'api', words: 900 };
    await stage.instance.operator('POST', `${paths}/charges`, charge);
    const written = { type: 'text', marks: [{ type: 'passage', attrs: { output } }], text: words(0, 900) };
    const own = { type: 'text', text: words(0, 900) };
    const content = [written, own].map((part) => ({ type: 'paragraph', content: [part] }));
    const made = await page.request.post(`${stage.instance.url}/app/documents`, {
      data: { title: 'Long', content: { type: 'doc', content } },
      headers: { origin: stage.instance.url },
    });
    const { document } = (await made.json()) as { document: string };
    await page.goto(`${stage.instance.url}/documents/${document}`);
    await shown(receipt(900));
    const [first, second] = await text()
      .locator('p')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    const top = async () => (await mark().boundingBox())!.y;
    const before = await top();
    await page.evaluate((y) => scrollTo(0, y), first! / 2);
    await expect.poll(top).toBe(12);
    expect(before).toBeGreaterThan(12);
    await page.evaluate((y) => scrollTo(0, y), first! + second! / 2);
    await expect.poll(top).toBeLessThan(0);
  });

  it('that was saved elsewhere meanwhile is compared, and kept as a copy', async () => {
    const url = await openDocument('Two writers', 'First line.');
    const other = await visit();
    await other.page.clock.install();
    await other.page.goto(stage.instance.sign_in_url);
    await other.page.goto(url);
    await text(other.page).getByText('First line.').click();
    await other.page.keyboard.press('End');
    await other.page.keyboard.type(' Theirs.');
    await saved(other.page);
    await text().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Mine.');
    await shownLater(page.getByText('Somebody saved this document while you wrote.'), 1_000);
    await button('Compare').click();
    await page.getByRole('region', { name: 'Mine' }).getByText('First line. Mine.').waitFor();
    await page
      .getByRole('region', { name: /^Saved by/ })
      .getByText('First line. Theirs.')
      .waitFor();
    await button('Keep mine as a copy').click();
    await page.getByRole('heading', { name: 'Two writers (copy)', level: 1 }).waitFor();
    await text().getByText('First line. Mine.').waitFor();
    await page.goto(url);
    await text().getByText('First line. Theirs.').waitFor();
    await other.close();
  });

  it('is kept on this device while the server is away, and saved when it is back', async () => {
    const url = await openDocument('Offline', 'Before.');
    await seen.context.setOffline(true);
    await page.keyboard.type(' While away.');
    await shownLater(page.getByText('Kept on this device', { exact: true }), 1_000);
    await seen.context.setOffline(false);
    await saved();
    const other = await visit();
    await other.page.goto(stage.instance.sign_in_url);
    await other.page.goto(url);
    await text(other.page).getByText('Before. While away.').waitFor();
    await other.close();
  });

  it('that is private is nobody else’s; the trash gives it back', async () => {
    const url = await openDocument('Diary', 'A secret.');
    await button('More for this document').click();
    await page.getByLabel('Private', { exact: true }).check();
    await page.keyboard.press('Escape');
    await saved();
    const other = await visit();
    await other.page.goto(await stage.instance.invite('maria', 'admin'));
    await other.page.goto(url);
    await other.page.getByRole('heading', { name: 'This document is not here' }).waitFor();
    await other.close();
    await button('More for this document').click();
    await button('Move to trash').click();
    await page.waitForURL((at) => at.href !== url);
    await button('Trash').click();
    await button('Take Diary back').click();
    await button('Back to the documents').click();
    await page.getByRole('link', { name: 'Diary' }).click();
    await text().getByText('A secret.').waitFor();
  });

  it('leaves as Markdown, HTML and Word, and goes back to a version that was kept', async () => {
    await openDocument('Leaving', 'One line.');
    for (const [label, name] of [
      ['Export to Markdown', 'Leaving.md'],
      ['Export to HTML', 'Leaving.html'],
      ['Export to Word (DOCX)', 'Leaving.docx'],
    ] as const) {
      await button('More for this document').click();
      const [download] = await Promise.all([page.waitForEvent('download'), button(label).click()]);
      expect(download.suggestedFilename()).toBe(name);
    }
    await button('More for this document').click();
    await button('Versions').click();
    await button('Keep this version').click();
    await page.getByText(', kept').waitFor();
    await text().click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Gone.');
    await saved();
    await page.getByText(', kept').click();
    await button('Go back to this version').click();
    await text().getByText('One line.').waitFor();
    expect(seen.complaints).toEqual([]);
  });
});

describe('Compose', () => {
  it('writes in place; the passage keeps its mark through a reload; one step back removes it', async () => {
    await newDocument('In place', 'A first sentence.');
    const before = await settledLeft(page);
    stage.model.answer = writes(40);
    await page.keyboard.press('Control+j');
    await page.locator('.slot .wet').waitFor();
    await page.getByText(/^\d+ words, \d+ credits$/).waitFor();
    await shown(receipt(40));
    await text().getByText(words(0, 40)).waitFor();
    await meterShows(page, before - 40);
    await page.keyboard.press('Control+z');
    await expect.poll(() => text().innerText()).not.toContain('word0');
    expect(await text().innerText()).toContain('A first sentence.');
    await page.keyboard.press('Control+Shift+z');
    await shown(receipt(40));
    await saved();
    await page.reload();
    await shown(receipt(40));
    await mark().getByRole('button', { name: 'Downvote, refunds 40 credits' }).click();
    await mark().getByText('40 credits back.').waitFor();
    await meterShows(page, before);
    await page.locator('.passage-down').first().waitFor();
    await mark().getByRole('button', { name: 'Remove passage' }).click();
    await expect.poll(() => text().innerText()).not.toContain('word0');
    expect(seen.complaints).toEqual([]);
  });

  it('tells the model the brief that is switched on and the text before the caret, and shows both', async () => {
    await openDocument('Brief me', 'Before the caret.');
    await button('Brief').click();
    await page.getByLabel('Description', { exact: true }).fill('For keepers of bees');
    await page.getByLabel('Keywords', { exact: true }).fill('honey');
    await page.getByLabel('Tell the model: Keywords').uncheck();
    await button('Close: Brief').click();
    await saved();
    await text().click();
    stage.model.answer = writes(5);
    await page.keyboard.press('Control+j');
    await shown(receipt(5));
    await mark()
      .getByRole('button', { name: /^More for output/ })
      .click();
    await button('What the model saw').click();
    const dialog = page.getByRole('dialog', { name: 'What the model saw' });
    await dialog.getByText('Before the caret.').waitFor();
    const said = await dialog.innerText();
    expect(said).toContain('Title: Brief me');
    expect(said).toContain('About: For keepers of bees');
    expect(said).not.toContain('honey');
  });

  it('stops by Esc and says what it cost', async () => {
    await openDocument('Stopped', 'Go.');
    const before = await settledLeft(page);
    stage.model.answer = holdsAfter(12);
    await page.keyboard.press('Control+j');
    await expect.poll(() => page.locator('.slot .wet').innerText()).toContain('word11');
    await page.keyboard.press('Escape');
    await page.getByText('Stopped. 12 credits for 12 words.').waitFor();
    await shown(receipt(12));
    await meterShows(page, before - 12);
  });

  it('costs nothing when the model fails before a word, and the words that came when it fails later', async () => {
    await openDocument('Failing', 'Go.');
    const before = await settledLeft(page);
    stage.model.answer = breaksAfter(0);
    await page.keyboard.press('Control+j');
    await page.getByText(/Nothing was charged\./).waitFor();
    expect(await leftNow()).toBe(before);
    stage.model.answer = breaksAfter(8);
    await button('Try again').click();
    await page.getByText('The model stopped early. You paid only for these 8 words.').waitFor();
    await meterShows(page, before - 8);
    await button('Discard').click();
    await expect.poll(() => text().innerText()).not.toContain('word0');
  });

  it('offers after a reload what had arrived', async () => {
    await openDocument('Reloaded', 'Go.');
    const before = await settledLeft(page);
    stage.model.answer = holdsAfter(12);
    await page.keyboard.press('Control+j');
    await expect.poll(() => page.locator('.slot .wet').innerText()).toContain('word11');
    await page.reload();
    await page.getByText('12 words arrived before the connection dropped.').waitFor();
    await button('Insert').click();
    await shown(receipt(12));
    await meterShows(page, before - 12);
    await text().getByText(words(0, 12)).waitFor();
  });
});

describe('commands', () => {
  it('are asked by "/" on an empty line; any other stroke is a stroke', async () => {
    await newDocument('Slash', 'and/or');
    await text().getByText('and/or').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('/');
    await page.getByLabel('What should be written?').waitFor();
    await page.keyboard.type('a short list');
    stage.model.answer = writes(6);
    await page.keyboard.press('Enter');
    await shown(receipt(6));
    await page.keyboard.press('Control+Shift+k');
    await page.getByLabel('What should be written?').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByLabel('What should be written?').count()).toBe(0);
    expect(seen.complaints).toEqual([]);
  });

  it('on a selection leave the original until it is replaced', async () => {
    await newDocument('Edits', 'Keep this. Change that.');
    await text().getByText('Keep this.').click({ clickCount: 3 });
    stage.model.answer = writes(4);
    await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Rewrite' }).click();
    const suggestion = page.getByRole('region', { name: 'Suggestion' });
    await suggestion.getByRole('button', { name: 'Insert below' }).waitFor();
    expect(await text().innerText()).toContain('Keep this. Change that.');
    await suggestion.getByRole('button', { name: 'Try again' }).click();
    await suggestion.getByRole('button', { name: 'Replace' }).click();
    await shown(receipt(4));
    expect(await text().innerText()).not.toContain('Keep this.');
    await text().getByText(words(0, 4)).waitFor();
    await page.keyboard.press('Control+z');
    await text().getByText('Keep this. Change that.').waitFor();
  });
});

describe('the numbers', () => {
  it('agree on every page at the end', async () => {
    await page.goto(stage.instance.url);
    await numbersAgree(page);
  });
});
