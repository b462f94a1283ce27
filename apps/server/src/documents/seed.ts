import type { BlockNode, DocumentContent } from '@inkwell/contract';
import type { Database } from '@inkwell/ledger';
import { newId } from '../runs/ids.ts';
import { NO_BRIEF } from './index.ts';
import { DEMO_DOCUMENTS } from './seed-texts.ts';
import { DocumentStore } from './store.ts';
import { wordsOf } from './text.ts';

const HOUR_MS = 3_600_000;

/** "## " begins a heading, "- " an item; every other line is a paragraph. */
function contentOf(lines: readonly string[]): DocumentContent {
  const content: BlockNode[] = [];
  for (const line of lines) {
    const last = content.at(-1);
    const text = { type: 'text', text: line.replace(/^(?:## |- )/, '') } as const;
    const paragraph = { type: 'paragraph', content: [text] } as const;
    if (line.startsWith('## ')) content.push({ type: 'heading', attrs: { level: 2 }, content: [text] });
    else if (!line.startsWith('- ')) content.push({ ...paragraph, content: [text] });
    else {
      const item = { type: 'listItem' as const, content: [{ ...paragraph, content: [text] }] };
      if (last?.type === 'bulletList') last.content.push(item);
      else content.push({ type: 'bulletList', content: [item] });
    }
  }
  return { type: 'doc', content };
}

/** The demo's documents, the first one the newest, each some hours before the next. */
export async function seedDocuments(database: Database, account: string, now: number): Promise<void> {
  const store = new DocumentStore(database);
  for (const [n, { title, author, brief, lines, hours_ago }] of DEMO_DOCUMENTS.entries()) {
    const created_at = now - hours_ago * HOUR_MS;
    const content = contentOf(lines);
    await store.create({
      document: newId('doc', created_at),
      account,
      author,
      title,
      content,
      brief: { ...NO_BRIEF, ...brief },
      words: wordsOf(content),
      is_private: false,
      make_key: `seed-${n}`,
      created_at,
    });
  }
}
