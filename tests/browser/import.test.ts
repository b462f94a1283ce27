import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Visit, api, visit } from './support/browser.ts';
import { expectClean } from './support/audit.ts';
import { openStage } from './support/stage.ts';

/** Files become documents: what left Inkwell comes back as it was, what comes from elsewhere as far as documents go. */
const stage = openStage('none');
let seen: Visit;

beforeAll(async () => {
  seen = await visit();
  await seen.page.goto(stage.instance.sign_in_url);
});

beforeEach(async () => {
  const page = await seen.turnPage();
  const paragraph = { type: 'paragraph', content: [{ type: 'text', text: 'Here first.' }] };
  await create('Here first', [paragraph]);
  await page.goto(stage.instance.url);
  await list().waitFor();
});

interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

interface Detail {
  document: string;
  title: string;
  content: { content: Record<string, unknown>[] };
}

const list = () => seen.page.getByRole('navigation', { name: 'Documents' });
const title = () => seen.page.getByRole('textbox', { name: 'Title' });
const text = () => seen.page.getByRole('textbox', { name: 'Document', exact: true });
const fileOf = (name: string, content: string | Buffer): File => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});
const choose = (...files: File[]) => list().getByLabel('Files to import').setInputFiles(files);

async function create(name: string, content: object[]): Promise<string> {
  const made = await seen.page.request.post(`${stage.instance.url}/app/documents`, {
    data: { title: name, content: { type: 'doc', content } },
    headers: { origin: stage.instance.url },
  });
  expect(made.status()).toBe(201);
  return ((await made.json()) as Detail).document;
}

/** The document that is open, as the server has it. */
const opened = () => api<Detail>(seen.page, `/app/documents/${seen.page.url().split('/').at(-1)}`);

/** Imports one file, waits until it is open, and answers what became of it. */
async function imported(file: File): Promise<Detail> {
  const before = seen.page.url();
  await choose(file);
  await seen.page.waitForURL((at) => at.href !== before);
  await title().waitFor();
  return opened();
}

const said = (value: string, ...marks: object[]) =>
  marks.length === 0 ? { type: 'text', text: value } : { type: 'text', text: value, marks };
const p = (...content: object[]) => ({ type: 'paragraph', content });
const item = (...content: object[]) => ({ type: 'listItem', content });

const ORIGINAL = [
  { type: 'heading', attrs: { level: 2 }, content: [said('Grüße & <Zeichen>')] },
  p(
    said('Some '),
    said('bold', { type: 'bold' }),
    said(', '),
    said('italic', { type: 'italic' }),
    said(' and '),
    said('a link', { type: 'link', attrs: { href: 'https://example.com/a?b=1' } }),
    said('. 猫も。'),
  ),
  {
    type: 'bulletList',
    content: [item(p(said('Fern')), { type: 'bulletList', content: [item(p(said('Maidenhair')))] })],
  },
  { type: 'orderedList', attrs: { start: 1 }, content: [item(p(said('First'))), item(p(said('Second')))] },
];
/** What Markdown and HTML know beside; Markdown says which language code is in. */
const more = (language: string | null) => [
  { type: 'blockquote', content: [p(said('Said.'))] },
  { type: 'codeBlock', attrs: { language }, content: [said('const one = 1;')] },
  { type: 'horizontalRule' },
  p(said('The end.')),
];

describe('a document that left', () => {
  it.each([
    ['md', [...ORIGINAL, ...more('ts')]],
    ['html', [...ORIGINAL, ...more(null)]],
    ['docx', ORIGINAL],
  ])('as %s comes back as it was', async (format, content) => {
    const document = await create('Ferns and moss', content);
    const file = await seen.page.request.get(
      `${stage.instance.url}/app/documents/${document}/export?format=${format}`,
    );
    expect(file.status()).toBe(200);
    const back = await imported(fileOf(`Copy.${format}`, await file.body()));
    expect(back.document).not.toBe(document);
    expect([back.title, back.content.content]).toEqual(['Ferns and moss', content]);
    await text().getByText('Grüße & <Zeichen>').waitFor();
    expect(seen.complaints).toEqual([]);
  });
});

describe('a file from elsewhere', () => {
  it('loses what documents have no place for, and nothing in it runs', async () => {
    const html = `<!doctype html><title>Page</title><body onload="parent.ran = true"><style>p { color: red }</style>
      <p style="color: red" class="a">Say style="x" <img src="/nothing.png" onerror="parent.ran = true"> after</p><script>parent.ran = true</script>
      <a href="javascript:parent.ran = true">link</a><h2>Big</h2><h3>Less</h3><h6>Small</h6>
      <table><tr><th>Plant</th><th>Light</th></tr><tr><td>Fern</td><td>Shade</td></tr></table>`;
    const { title: named, content } = await imported(fileOf('page.htm', html));
    expect(named).toBe('Page');
    expect(content.content).toEqual([
      p(said('Say style="x" after')),
      p(said('link')),
      { type: 'heading', attrs: { level: 2 }, content: [said('Big')] },
      { type: 'heading', attrs: { level: 3 }, content: [said('Less')] },
      { type: 'heading', attrs: { level: 4 }, content: [said('Small')] },
      p(said('Plant · Light')),
      p(said('Fern · Shade')),
    ]);
    await list().getByText('page.htm: its picture was left out.').waitFor();
    expect(await seen.page.evaluate(() => 'ran' in window)).toBe(false);
    expect(seen.complaints).toEqual([]);
    await expectClean(seen.page);
    await list().getByRole('button', { name: 'Close these notes' }).click();
    await list().getByText('its picture was left out.').waitFor({ state: 'detached' });
  });

  it.each([
    ['UTF-8', Buffer.from('Grüße.\nZweite Zeile.\n\nNeuer Absatz.')],
    ['UTF-8 with its mark', Buffer.from('\uFEFFGrüße.\nZweite Zeile.\n\nNeuer Absatz.')],
    ['UTF-16', Buffer.from('\uFEFFGrüße.\r\nZweite Zeile.\r\n\r\nNeuer Absatz.', 'utf16le')],
    ['Windows’ own', Buffer.from('Grüße.\r\nZweite Zeile.\r\n \r\nNeuer Absatz.', 'latin1')],
  ])('of plain text is read as it was written: %s', async (_, bytes) => {
    const { title: named, content } = await imported(fileOf('Ein Brief.txt', bytes));
    expect(named).toBe('Ein Brief');
    expect(content.content).toEqual([
      p(said('Grüße.'), { type: 'hardBreak' }, said('Zweite Zeile.')),
      p(said('Neuer Absatz.')),
    ]);
  });

  it('of a site generator leaves its settings behind', async () => {
    const markdown =
      '---\ntitle: x\ndraft: true\n---\n\n# Watering\n\n- [x] done\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';
    const { title: named, content } = await imported(fileOf('watering.md', markdown));
    expect(named).toBe('Watering');
    expect(JSON.stringify(content)).not.toContain('draft');
    expect(content.content.slice(-2)).toEqual([p(said('a · b')), p(said('1 · 2'))]);
  });

  it('that can’t be read is named, and the others are taken', async () => {
    const here = seen.page.url();
    await choose(
      fileOf('notes.pdf', '%PDF'),
      fileOf('broken.docx', 'no Word file'),
      fileOf('huge.txt', 'word '.repeat(250_000)),
      fileOf('one.md', '# One'),
      fileOf('two.txt', 'Two.'),
    );
    await list().getByRole('link', { name: /^two/ }).waitFor();
    const notes = await list().getByRole('listitem').filter({ hasText: ': ' }).allInnerTexts();
    expect(notes).toEqual([
      'notes.pdf: Inkwell reads Markdown, HTML, Word (.docx) and plain text.',
      'broken.docx: this is not a Word file that can be read.',
      expect.stringMatching(/^huge\.txt: ./),
    ]);
    expect(seen.page.url()).toBe(here);
    await list().getByRole('link', { name: /^One/ }).waitFor();
  });

  it('can be dropped on the list', async () => {
    const data = await seen.page.evaluateHandle(() => {
      const carried = new DataTransfer();
      carried.items.add(new File(['Dropped here.'], 'Dropped.txt'));
      return carried;
    });
    await list().dispatchEvent('dragover', { dataTransfer: data });
    await list().dispatchEvent('drop', { dataTransfer: data });
    await text().getByText('Dropped here.').waitFor();
    expect(await title().inputValue()).toBe('Dropped');
  });
});
