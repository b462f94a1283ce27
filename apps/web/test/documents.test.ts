import type { BlockNode } from '@inkwell/contract/types';
import { InkwellError } from '@inkwell/sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { documentContent } from '../../../packages/contract/src/schemas/document-content.ts';
import { type Draft, Saver, saveSentence } from '../src/features/documents/saver.ts';
import { nodesOf } from '../src/features/write/editor/markdown.ts';
import type { DocumentPut, DocumentSummary } from '../src/shared/api/types.ts';

const refusal = (code: string, status: number) =>
  Object.assign(Object.create(InkwellError.prototype) as InkwellError, { code, status, message: code });

describe('saving', () => {
  let sent: { body: DocumentPut; key: string }[];
  let answers: (number | InkwellError)[];
  let kept: Draft | null;
  let waiting: { run: () => void; ms: number }[];
  let saver: Saver;

  beforeEach(() => {
    sent = [];
    answers = [];
    kept = null;
    waiting = [];
    saver = new Saver(3, {
      save: (body, key) => {
        sent.push({ body, key });
        const answer = answers.shift() ?? body.revision + 1;
        return typeof answer === 'number'
          ? Promise.resolve({ revision: answer } as DocumentSummary)
          : Promise.reject(answer);
      },
      key: () => `key-${sent.length}`,
      keep: (draft) => void (kept = draft),
      later: (run, ms) => {
        const one = { run, ms };
        waiting.push(one);
        return () => void (waiting = waiting.filter((other) => other !== one));
      },
      errorOf: (cause) => (cause instanceof InkwellError ? cause : null),
      saved: () => undefined,
    });
  });

  it('waits for the hand to rest, and keeps everything on the device until it is saved', async () => {
    saver.change({ title: 'A' });
    saver.change({ title: 'AB' });
    saver.change({ is_private: true });
    expect(waiting).toHaveLength(1);
    expect(sent).toEqual([]);
    expect(kept).toEqual({ revision: 3, patch: { title: 'AB', is_private: true } });
    await saver.flush();
    expect(sent.map(({ body }) => body)).toEqual([{ revision: 3, title: 'AB', is_private: true }]);
    expect(kept).toBeNull();
    expect(saver.revision).toBe(4);
    expect(saveSentence(saver.state())).toBe('Saved');
    await saver.flush();
    expect(sent).toHaveLength(1);
  });

  it('sends what is typed during a save upon the revision that it brings', async () => {
    saver.change({ title: 'A' });
    const first = saver.flush();
    saver.change({ title: 'B' });
    await first;
    await saver.flush();
    expect(sent.map(({ body }) => [body.revision, body.title])).toEqual([
      [3, 'A'],
      [4, 'B'],
    ]);
  });

  it('sends the very same save again, with its key, when the server was away', async () => {
    answers = [refusal('network_error', 0), refusal('unavailable', 503)];
    saver.change({ title: 'A' });
    await saver.flush();
    expect(saveSentence(saver.state())).toBe('Kept on this device');
    saver.change({ title: 'B' });
    expect(kept).toEqual({ revision: 3, patch: { title: 'B' } });
    await saver.flush();
    await saver.flush();
    expect(sent.map(({ body, key }) => [body.title, key])).toEqual([
      ['A', 'key-0'],
      ['A', 'key-0'],
      ['A', 'key-0'],
    ]);
    await saver.flush();
    expect(sent.at(-1)).toMatchObject({ body: { revision: 4, title: 'B' } });
    expect(saver.isClean).toBe(true);
  });

  it('stops at a conflict with nothing lost, and begins anew when theirs is taken', async () => {
    answers = [refusal('document_changed', 409)];
    saver.change({ title: 'Mine' });
    await saver.flush();
    expect(saver.state().status).toBe('conflict');
    saver.change({ title: 'Mine too' });
    await saver.flush();
    expect(sent).toHaveLength(1);
    expect(kept).toEqual({ revision: 3, patch: { title: 'Mine too' } });
    saver.restart(7);
    expect(kept).toBeNull();
    saver.change({ title: 'On' });
    await saver.flush();
    expect(sent.at(-1)?.body).toEqual({ revision: 7, title: 'On' });
  });

  it('says why a save is refused for good, and tries again with the next change', async () => {
    answers = [refusal('invalid_request', 400)];
    saver.change({ title: 'Too long' });
    await saver.flush();
    expect(saveSentence(saver.state())).toBe('Not saved: invalid_request');
    saver.change({ title: 'Short' });
    await saver.flush();
    expect(saver.state().status).toBe('saved');
  });
});

describe('what a model wrote becomes nodes', () => {
  const shape = (nodes: readonly BlockNode[]): unknown[] =>
    nodes.map((node) => {
      if (node.type === 'bulletList' || node.type === 'orderedList')
        return [node.type, ...node.content.map((item) => shape(item.content))];
      if (node.type === 'blockquote') return [node.type, ...shape(node.content)];
      if (node.type === 'horizontalRule') return node.type;
      const said = (node.content ?? []).map((one) => (one.type === 'text' ? one.text : '\n')).join('');
      return node.type === 'heading' ? [`h${node.attrs.level}`, said] : said;
    });

  it('headings, lists within lists, quotations, code', () => {
    const text = [
      '# Title',
      '',
      'One line',
      'and its other.',
      '- a',
      '  - b',
      '',
      '- c',
      '3. three',
      '4. four',
      '> said',
      '> again',
      '---',
      '**Lone bold**',
      '```js',
      'a < b',
      '```',
      'end',
    ].join('\n');
    expect(shape(nodesOf(text))).toEqual([
      ['h2', 'Title'],
      'One line\nand its other.',
      ['bulletList', ['a', ['bulletList', ['b']]], ['c']],
      ['orderedList', ['three'], ['four']],
      ['blockquote', 'said\nagain'],
      'horizontalRule',
      ['h3', 'Lone bold'],
      'a < b',
      'end',
    ]);
  });

  it('marks within a line, each with the output that wrote it', () => {
    const [node] = nodesOf('a **b** *c* `d` 2 * 3 * 4', 'out_1');
    const passage = { type: 'passage', attrs: { output: 'out_1' } };
    expect(node).toMatchObject({
      content: [
        { text: 'a ', marks: [passage] },
        { text: 'b', marks: [{ type: 'bold' }, passage] },
        { text: ' ' },
        { text: 'c', marks: [{ type: 'italic' }, passage] },
        { text: ' ' },
        { text: 'd', marks: [{ type: 'code' }, passage] },
        { text: ' 2 * 3 * 4' },
      ],
    });
  });

  it('is text, never HTML, and whatever it is can be saved', () => {
    const html = '<script>alert(1)</script> <b>x</b>';
    expect(shape(nodesOf(html))).toEqual([html]);
    const odd = [
      '',
      '\n\n',
      '#',
      '-',
      '- ',
      '**',
      '****',
      '```',
      '```\n',
      '> ',
      '>'.repeat(500) + ' deep',
      Array.from({ length: 60 }, (_, n) => `${' '.repeat(2 * n)}- ${n}`).join('\n'),
      '1. a\n- b\n   1. c',
      'a\0b \ud800',
      '* * *',
      '- a\n\n\n  text\n- b',
    ];
    for (const one of odd) {
      const content = { type: 'doc', content: nodesOf(one, 'out_1') };
      expect([one.slice(0, 40), documentContent.safeParse(content).error?.issues ?? []]).toEqual([
        one.slice(0, 40),
        [],
      ]);
    }
  });
});
