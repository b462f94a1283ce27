import type { BlockNode, DocumentContent, InlineNode } from '@inkwell/contract';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { exportAs } from '../../src/documents/export/index.ts';

const text = (said: string, ...marks: string[]): InlineNode => ({
  type: 'text',
  text: said,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type }) as { type: 'bold' }) }),
});
const p = (...content: InlineNode[]): BlockNode => ({ type: 'paragraph', content });
const item = (...content: BlockNode[]) => ({ type: 'listItem' as const, content });

const WHOLE: DocumentContent = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [text('Why <ferns> & moss')] },
    p(
      text('Plain '),
      text('bold ', 'bold'),
      text('both', 'bold', 'italic'),
      text(' and '),
      text('a*b`c', 'code'),
    ),
    {
      type: 'bulletList',
      content: [
        item(p(text('one')), { type: 'orderedList', attrs: { start: 3 }, content: [item(p(text('three')))] }),
        item(p(text('two')), p(text('more of two'))),
      ],
    },
    { type: 'blockquote', content: [p(text('said'), { type: 'hardBreak' }, text('again'))] },
    { type: 'codeBlock', attrs: { language: 'ts' }, content: [text('```\nconst a = 1;')] },
    { type: 'horizontalRule' },
    p({
      type: 'text',
      text: 'a link',
      marks: [
        { type: 'link', attrs: { href: 'https://a.example/x?y="z"' } },
        { type: 'passage', attrs: { output: 'out_1' } },
      ],
    }),
    p(text('# not a heading')),
    p(text('1. not a list * nor _this_')),
    { type: 'paragraph' },
  ],
};

const exported = async (format: 'md' | 'html', title = 'Ten *plants*') =>
  new TextDecoder().decode((await exportAs(format, title, WHOLE)).bytes);

test('Markdown says the same, with what would read as a sign escaped', async () => {
  expect(await exported('md')).toBe(String.raw`# Ten \*plants\*

## Why \<ferns\> & moss

Plain **bold** ***both*** and ${'``'}a*b${'`'}c${'``'}

- one

  3. three
- two

  more of two

> said\
> again

${'````'}ts
${'```'}
const a = 1;
${'````'}

---

[a link](<https://a.example/x?y="z">)

\# not a heading

1\. not a list \* nor \_this\_
`);
});

test('HTML escapes all text and carries no script, source or passage', async () => {
  const html = await exported('html', '<script>alert(1)</script>');
  expect(html).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>');
  expect(html).toContain('<h2>Why &lt;ferns&gt; &amp; moss</h2>');
  expect(html).toContain('<a href="https://a.example/x?y=&quot;z&quot;">a link</a>');
  expect(html).toContain('<ol start="3">');
  expect(html).not.toMatch(/<script|\son\w+=|src=|out_1/);
});

/** The files of a zip that its central directory names. */
function unzipped(bytes: Uint8Array): Map<string, string> {
  const zip = Buffer.from(bytes);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let n = zip.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name_length, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + name_length!);
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const raw = zip.subarray(from, from + size);
    files.set(name, (method === 8 ? inflateRawSync(raw) : raw).toString('utf8'));
    at += 46 + name_length! + extra! + comment!;
  }
  return files;
}

test('Word opens a document with its headings, lists, links and text', async () => {
  const { bytes, media, name } = await exportAs('docx', 'Ten: plants / "forgive"', WHOLE);
  expect(media).toContain('wordprocessingml');
  expect(name).toBe('Ten plants forgive.docx');
  const files = unzipped(bytes);
  const body = files.get('word/document.xml')!;
  expect(body).toContain('Why &lt;ferns&gt; &amp; moss');
  expect(body).toContain('w:val="Heading2"');
  expect(body).toMatch(/<w:numPr>.*<w:ilvl w:val="1"\/>/);
  expect(body).toContain('w:hyperlink');
  expect(files.get('word/numbering.xml')).toMatch(/<w:start w:val="3"\/>/);
  expect(files.get('word/_rels/document.xml.rels')).toContain('https://a.example/');
});

test('a file is called after its title, or Untitled', async () => {
  expect((await exportAs('md', '../..', WHOLE)).name).toBe('Untitled.md');
  expect((await exportAs('md', '', WHOLE)).name).toBe('Untitled.md');
  expect((await exportAs('html', 'Über Moos', WHOLE)).name).toBe('Über Moos.html');
});
