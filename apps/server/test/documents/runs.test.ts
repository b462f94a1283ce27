import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS } from '../../../../tests/backends.ts';
import { type RunGiven, type RunRow, RunStore } from '../../src/runs/store.ts';
import { TemplateStore } from '../../src/templates/store.ts';
import { buildMessages } from '../../src/writing/prompt.ts';
import type { WriteRequest } from '../../src/writing/writer.ts';
import { type World, doc, openWorld, person } from './harness.ts';

const REQUEST: WriteRequest = {
  instruction: 'Continue the text.',
  length: 'm',
  output_index: 0,
  attempt: 0,
  tone: null,
  language: null,
  context: 'Once there was a fern.',
  context_kind: 'before',
  brief: {
    title: 'Ferns',
    description: 'For shade',
    keywords: null,
    tone: null,
    language: null,
    voice: { name: 'House', description: 'Dry and short.' },
  },
  messages: null,
  max_words: null,
  signal: new AbortController().signal,
};

describe.each(BACKENDS)('%s', (backend) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(backend);
  });
  afterAll(() => world.close());

  const prompt = buildMessages(REQUEST);
  const rowOf = (run: string, document: string, template: string | null = null) =>
    ({
      run,
      account: 'juniper',
      member: 'tomas',
      kind: 'compose',
      input: 'Continue',
      length: 'm',
      tone: null,
      language: null,
      template,
      outputs: 1,
      retry_of: null,
      document,
      attempt: 0,
      model: 'demo',
      is_demo: true,
      estimate_credits: 50,
      idempotency_key: run,
      created_at: world.clock.now,
      context: { kind: 'before', text: 'secret' },
      brief: REQUEST.brief ?? null,
      prompt,
      keeps_text: true,
    }) as RunRow & RunGiven;

  test('runs of a private document, and what their model saw, are their author’s alone', async () => {
    const store = new RunStore(world.database);
    const tomas = person('juniper', 'tomas');
    const { document } = await world.create(tomas, { content: doc('secret'), is_private: true });
    const row = rowOf('run_1', document);
    expect(await store.insert(row, 'process', [{ output: 'out_1', idx: 0 }])).toBe(true);
    const seenBy = async (member: string) => [
      (await store.page({ account: 'juniper', reader: member, before: null, limit: 10 })).length,
      (await store.runToRead('juniper', member, 'run_1'))?.run,
      (await store.prompt('juniper', member, 'out_1'))?.prompt,
    ];
    expect(await seenBy('tomas')).toEqual([1, 'run_1', prompt]);
    expect(await seenBy('ines')).toEqual([0, undefined, undefined]);
    expect(await store.prompt('fern', 'tomas', 'out_1')).toBeUndefined();
    expect((await store.runOfKey('juniper', 'run_1'))?.context).toEqual({ kind: 'before', text: 'secret' });
    await world.save(tomas, document, { revision: 1, is_private: false });
    expect(await seenBy('ines')).toEqual([1, 'run_1', prompt]);
    await world.database.query('delete from app.document where document = $1', [document]);
    expect(await seenBy('ines')).toEqual([0, undefined, undefined]);
    expect(await seenBy('tomas')).toEqual([1, 'run_1', prompt]);
  });

  test('nor are their outputs saved, or read among what was saved, by anybody else', async () => {
    const [runs, templates] = [new RunStore(world.database), new TemplateStore(world.database)];
    const tomas = person('juniper', 'tomas');
    const { document } = await world.create(tomas, { is_private: true });
    await runs.insert(rowOf('run_2', document, 'tagline'), 'process', [{ output: 'out_2', idx: 0 }]);
    const saved = async (member: string) =>
      (await templates.saved('juniper', member, 'tagline')).map(({ output }) => output);
    expect(await templates.save('juniper', 'ines', 'out_2', 1)).toBe(false);
    expect(await saved('ines')).toEqual([]);
    await world.save(tomas, document, { revision: 1, is_private: false });
    expect(await templates.save('juniper', 'ines', 'out_2', 1)).toBe(true);
    expect(await saved('ines')).toEqual(['out_2']);
    await world.save(tomas, document, { revision: 2, is_private: true });
    expect(await saved('ines')).toEqual([]);
    expect(await templates.save('juniper', 'tomas', 'out_2', 1)).toBe(true);
    expect(await saved('tomas')).toEqual(['out_2']);
  });
});

describe('what a model is told', () => {
  const said = (request: Partial<WriteRequest>) => {
    const [system, user] = buildMessages({ ...REQUEST, ...request });
    return { system: system?.content ?? '', user: user?.content ?? '' };
  };

  test('the brief without what is switched off, and the text before the caret as material', () => {
    const { system, user } = said({});
    expect(system).toContain('Voice: House. Dry and short.');
    expect(user).toContain('Title: Ferns\nAbout: For shade');
    expect(user).not.toContain('Keywords');
    expect(user).toContain('goes on right after it');
    expect(user).toContain('<text>\nOnce there was a fern.\n</text>');
  });

  test('of a long text the end, of a selection all of it', () => {
    const long = `${'start '.repeat(2_000)}end`;
    const before = said({ context: long });
    expect(before.user.length).toBeLessThan(9_000);
    expect(before.user).toContain('end\n</text>');
    const selected = said({ context: long, context_kind: 'selection', length: null });
    expect(selected.user).toContain(long);
    expect(selected.system).toContain('Length: about that of the given text');
  });
});
