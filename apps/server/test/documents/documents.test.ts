import { readFileSync } from 'node:fs';
import { documentContent } from '@inkwell/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { briefReader } from '../../src/documents/brief.ts';
import { type World, bodyOf, doc, input, openWorld, person } from './harness.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe.each(BACKENDS)('%s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(backend);
  });
  afterAll(() => world.close());
  const ines = person('juniper', 'ines', 'owner');
  const tomas = person('juniper', 'tomas');
  const stranger = person('fern', 'ines', 'owner');

  test('a save counts up; one upon an old revision changes nothing; the same save again is answered', async () => {
    const { document, revision } = await world.create(ines, { title: 'Ferns', content: doc('One two') });
    expect(revision).toBe(1);
    expect(await world.save(ines, document, { revision: 1, content: doc('One two three') }, 'first')).toBe(2);
    expect(await world.save(ines, document, { revision: 1, content: doc('lost answer') }, 'first')).toBe(2);
    expect(await world.save(tomas, document, { revision: 1, content: doc('late') })).toBe('document_changed');
    expect(await world.get(tomas, document)).toMatchObject({
      revision: 2,
      title: 'Ferns',
      words: 3,
      updated_by: 'ines',
      content: doc('One two three'),
    });
    expect(await world.save(tomas, document, { revision: 2, title: ' Moss ' })).toBe(3);
    expect(await world.get(ines, document)).toMatchObject({ title: 'Moss', words: 3, updated_by: 'tomas' });
  });

  test('of many saves upon one revision one is taken', async () => {
    const { document } = await world.create(ines, { content: doc('start') });
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) => world.save(ines, document, { revision: 1, title: `T${n}` })),
    );
    expect(all.filter((answer) => answer === 2)).toHaveLength(1);
    expect(all.filter((answer) => answer === 'document_changed')).toHaveLength(7);
  });

  test('the same key makes one document', async () => {
    const first = await world.create(ines, { title: 'Once' }, 'make-once');
    const again = await world.create(ines, { title: 'Once' }, 'make-once');
    expect(again.document).toBe(first.document);
  });

  test('another workspace and another member’s private one are not there, for whatever is asked', async () => {
    const { document } = await world.create(ines, {
      title: 'Diary',
      content: doc('secret'),
      is_private: true,
    });
    const kept = bodyOf(
      await world.documents.keepVersion(input('keepVersion', { params: { document } }), ines),
    );
    const { version } = kept as { version: string };
    for (const who of [stranger, tomas, person('juniper', 'jun', 'admin')]) {
      const asked = { params: { document } };
      const one = { params: { document, version } };
      const query = { format: 'md' };
      const { documents } = world;
      const answers = [
        await world.get(who, document),
        await world.save(who, document, { revision: 1, title: 'Mine' }),
        await world.save(who, document, { revision: 1, is_private: false }),
        bodyOf(await documents.trash(input('trashDocument', asked), who)),
        bodyOf(await documents.restore(input('restoreDocument', asked), who)),
        bodyOf(await documents.versions(input('listVersions', asked), who)),
        bodyOf(await documents.keepVersion(input('keepVersion', asked), who)),
        bodyOf(await documents.version(input('getVersion', one), who)),
        bodyOf(
          await documents.restoreVersion(
            input('restoreVersion', { ...one, body: { revision: 1 } }),
            who,
            'k',
          ),
        ),
        bodyOf(await documents.export(input('exportDocument', { ...asked, query }), who)),
      ];
      expect(answers).toEqual(Array.from({ length: 10 }, () => 'document_not_found'));
      expect((await world.list(who, { q: 'Diary' })).data).toEqual([]);
      expect(await documents.briefOf(who, document)).toBeNull();
    }
    expect((await world.list(ines, { q: 'diary' })).data).toHaveLength(1);
    expect(await world.save(ines, document, { revision: 1, is_private: false })).toBe(2);
    expect(await world.get(tomas, document)).toMatchObject({ title: 'Diary' });
    expect(await world.save(tomas, document, { revision: 2, is_private: true })).toBe('not_allowed');
    expect(await world.get(stranger, document)).toBe('document_not_found');
  });

  test('lists go by the last save, page after page, and find signs as they are', async () => {
    const who = person('lists', 'ines');
    const made: string[] = [];
    for (const title of ['a_b', 'axb', '100% wool', 'Ten']) {
      world.clock.now += 1_000;
      made.unshift((await world.create(who, { title })).document);
    }
    const titles = async (query: object) => (await world.list(who, query)).data.map((row) => row.title);
    expect(await titles({})).toEqual(['Ten', '100% wool', 'axb', 'a_b']);
    expect(await titles({ q: 'A_B' })).toEqual(['a_b']);
    expect(await titles({ q: '%' })).toEqual(['100% wool']);
    const first = await world.list(who, { limit: '3' });
    const rest = await world.list(who, { limit: '3', cursor: first.next_cursor! });
    expect([...first.data, ...rest.data].map((row) => row.document)).toEqual(made);
    expect(rest.next_cursor).toBeNull();
    world.clock.now += 1_000;
    await world.save(who, made[3]!, { revision: 1, title: 'a_b' });
    expect(await titles({ limit: '1' })).toEqual(['a_b']);
  });

  test('documents are found by their text, across marks, behind those found by their title', async () => {
    const who = person('searched', 'ines');
    const bold = { type: 'text', text: 'forgiving', marks: [{ type: 'bold' }] };
    const said = (text: string) => ({ type: 'text', text });
    const content = (...inline: object[]) => ({
      type: 'doc',
      content: [{ type: 'paragraph', content: inline }],
    });
    const made: string[] = [];
    for (const [title, body] of [
      ['Forgiving plants', content(said('Nothing to see.'))],
      ['One', content(said(`${'Before it. '.repeat(20)}A most `), bold, said(' “paragraph”. 100%'))],
      ['Two', content(said('Nobody here is '), bold, said('.'))],
    ] as const) {
      world.clock.now += 1_000;
      made.push((await world.create(who, { title, content: body })).document);
    }
    const found = async (query: object) =>
      (await world.list(who, query)).data.map(({ title, excerpt }) => [title, excerpt]);
    expect(await found({ q: 'FORGIVING' })).toEqual([
      ['Forgiving plants', null],
      ['Two', 'Nobody here is forgiving.'],
      ['One', '…it. Before it. A most forgiving “paragraph”. 100%'],
    ]);
    expect(await found({ q: 'most forgiving “para' })).toHaveLength(1);
    expect(await found({ q: '100%' })).toHaveLength(1);
    for (const q of ['bold', 'type', '"text"', '0%0']) expect([q, await found({ q })]).toEqual([q, []]);
    const paged: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof world.list>> = await world.list(who, {
        q: 'forgiving',
        limit: '1',
        ...(cursor === null ? {} : { cursor }),
      });
      paged.push(...page.data.map(({ document }) => document));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(paged).toEqual([made[0], made[2], made[1]]);
    const plain = await world.list(who, { limit: '1' });
    await expect(world.list(who, { q: 'x', cursor: plain.next_cursor! })).rejects.toThrow('invalid_request');
    await world.save(who, made[2]!, { revision: 1, content: content(said('All of it is new.')) });
    expect(await found({ q: 'forgiving' })).toHaveLength(2);
    expect(await found({ q: 'of it is' })).toEqual([['Two', 'All of it is new.']]);
    await world.documents.trash(input('trashDocument', { params: { document: made[1]! } }), who);
    expect(await found({ q: 'paragraph' })).toEqual([]);
    expect(await found({ q: 'paragraph', trash: 'true' })).toEqual([]);
    const stranger = person('elsewhere', 'ines');
    expect((await world.list(stranger, { q: 'forgiving' })).data).toEqual([]);
  });

  test('documents of before are found by what they held', async () => {
    const who = person('older', 'ines');
    await world.create(who, { title: 'Old', content: doc('Ferns “forgive”. 100%') });
    const [, backfill] = readFileSync(
      new URL('../../src/migrations/000013.sql', import.meta.url),
      'utf8',
    ).split(/(?=update app\.document)/);
    await world.database.query(
      `update app.document set plain = '', plain_lower = '' where account = 'older'`,
    );
    expect((await world.list(who, { q: 'forgive' })).data).toEqual([]);
    await world.database.query(backfill!);
    expect((await world.list(who, { q: 'ferns “forgive”. 100%' })).data).toHaveLength(1);
  });

  test('what is thrown away can be taken back for thirty days, by its author, admins and owners', async () => {
    const { document } = await world.create(tomas, { title: 'Trash me', content: doc('text') });
    const asked = { params: { document } };
    const jun = person('juniper', 'jun');
    expect(bodyOf(await world.documents.trash(input('trashDocument', asked), jun))).toBe('not_allowed');
    expect(bodyOf(await world.documents.trash(input('trashDocument', asked), tomas))).toMatchObject({
      document,
    });
    expect((await world.list(tomas, { q: 'Trash me' })).data).toEqual([]);
    expect((await world.list(tomas, { q: 'Trash me', trash: 'true' })).data).toHaveLength(1);
    expect(await world.save(tomas, document, { revision: 1, title: 'x' })).toBe('document_not_found');
    world.clock.now += 29 * DAY_MS;
    await world.documents.purge();
    expect(bodyOf(await world.documents.restore(input('restoreDocument', asked), ines))).toMatchObject({
      deleted_at: null,
    });
    await world.documents.trash(input('trashDocument', asked), ines);
    world.clock.now += 30 * DAY_MS;
    expect((await world.list(tomas, { q: 'Trash me', trash: 'true' })).data).toEqual([]);
    await world.documents.purge();
    expect(await world.get(tomas, document)).toBe('document_not_found');
  });

  test('ten minutes of saves are one version; a great loss is one of its own; restoring keeps what stood', async () => {
    const { document } = await world.create(ines, { title: 'V' });
    const versions = async () => {
      const listed = await world.documents.versions(input('listVersions', { params: { document } }), ines);
      return (bodyOf(listed) as { data: { version: string; words: number; kind: string }[] }).data;
    };
    const text = (n: number) => doc(Array.from({ length: n }, (_, i) => `w${i}`).join(' '));
    let revision = 1;
    const write = async (n: number) => {
      world.clock.now += MINUTE_MS;
      revision = (await world.save(ines, document, { revision, content: text(n) })) as number;
    };
    await write(10);
    expect(await versions()).toEqual([]);
    await write(20);
    await write(30);
    expect((await versions()).map((one) => one.words)).toEqual([10]);
    world.clock.now += 10 * MINUTE_MS;
    await write(40);
    expect((await versions()).map((one) => one.words)).toEqual([30, 10]);
    await write(2);
    expect((await versions()).map((one) => one.words)).toEqual([40, 30, 10]);
    const [lost] = await versions();
    const one = { params: { document, version: lost!.version }, body: { revision } };
    const stale = { ...one, body: { revision: revision - 1 } };
    const { documents } = world;
    world.clock.now += 1_000;
    expect(bodyOf(await documents.restoreVersion(input('restoreVersion', stale), ines, 'r0'))).toBe(
      'document_changed',
    );
    const back = await documents.restoreVersion(input('restoreVersion', one), ines, 'r1');
    expect(bodyOf(back)).toMatchObject({ words: 40, content: text(40), revision: revision + 1 });
    expect((await versions()).map(({ words, kind }) => [words, kind])[0]).toEqual([2, 'restore']);
    world.clock.now += 1_000;
    await documents.keepVersion(input('keepVersion', { params: { document } }), ines);
    expect((await versions()).map(({ words, kind }) => [words, kind])[0]).toEqual([40, 'kept']);
    const missing = input('getVersion', { params: { document, version: 'ver_none' } });
    expect(bodyOf(await documents.version(missing, ines))).toBe('version_not_found');
  });

  test('a brief tells what is switched on, with the workspace’s own voice', async () => {
    const voice = await world.voices.create({
      account: 'juniper',
      name: 'House',
      description: 'Dry and short.',
      created_by: 'ines',
      created_at: world.clock.now,
    });
    const told = briefReader(world.documents, world.voices);
    const brief = { description: 'For shade', tone: 'warm', keywords: 'fern, moss', voice: voice.voice };
    const { document } = await world.create(ines, { title: 'Shade', brief: { ...brief, off: ['keywords'] } });
    expect(await told(tomas, document)).toEqual({
      title: 'Shade',
      description: 'For shade',
      keywords: null,
      tone: 'warm',
      language: null,
      voice: { name: 'House', description: 'Dry and short.' },
    });
    await world.voices.remove('fern', voice.voice);
    expect(await world.voices.list('juniper')).toHaveLength(1);
    expect(await world.voices.list('fern')).toEqual([]);
    await world.voices.remove('juniper', voice.voice);
    expect(await told(ines, document)).toMatchObject({ voice: null });
    expect(await told(stranger, document)).toBeNull();
  });
});

describe('content', () => {
  const faults = (content: unknown) => documentContent.safeParse(content).error?.issues.length ?? 0;

  test('known nodes and marks pass, others and foreign attributes do not', () => {
    const link = (href: string) => ({ type: 'link', attrs: { href } });
    const text = (marks: unknown[]) => ({
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a', marks }] }],
    });
    expect(faults(doc('One', ''))).toBe(0);
    expect(faults(text([link('https://a.example'), { type: 'passage', attrs: { output: 'out_1' } }]))).toBe(
      0,
    );
    expect(faults(text([link('javascript:alert(1)')]))).toBeGreaterThan(0);
    expect(faults(text([{ type: 'passage', attrs: { output: '<b>' } }]))).toBeGreaterThan(0);
    expect(faults(text([{ type: 'textStyle', attrs: { color: 'red' } }]))).toBeGreaterThan(0);
    expect(faults({ type: 'doc', content: [{ type: 'iframe' }] })).toBeGreaterThan(0);
    expect(faults({ type: 'doc', content: [{ type: 'paragraph', attrs: { style: 'x' } }] })).toBeGreaterThan(
      0,
    );
    expect(faults({ type: 'doc', content: [] })).toBeGreaterThan(0);
    expect(faults(doc('a\0b'))).toBeGreaterThan(0);
    expect(faults(doc('\ud800'))).toBeGreaterThan(0);
  });

  test('what is too large or too deep is refused, not a fault', () => {
    expect(faults(doc('a'.repeat(999_000)))).toBe(0);
    expect(faults(doc('ä'.repeat(600_000)))).toBe(1);
    let deep: unknown = { type: 'paragraph' };
    for (let level = 0; level < 50_000; level += 1) deep = { type: 'blockquote', content: [deep] };
    expect(faults({ type: 'doc', content: [deep] })).toBe(1);
  });
});
