import type { BlockNode, DocumentMark, InlineNode, ListItemNode } from '@inkwell/contract/types';

/**
 * The light Markdown that models write, as nodes of a document: headings, lists, quotations, code, bold, italic.
 * Everything else stays the text that it is; nothing is ever read as HTML. With an output's id, all text carries it.
 */
export function nodesOf(text: string, output: string | null = null): BlockNode[] {
  const reader = new Reader(text.replaceAll('\0', '').toWellFormed().split(/\r?\n/), output);
  const nodes = reader.blocks();
  return nodes.length === 0 ? [{ type: 'paragraph' }] : nodes;
}

const HEADING = /^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const ITEM = /^(\s*)([-*•+]|\d{1,4}[.)])\s+(.*)$/;
const LONE_BOLD = /^\s*\*\*([^*]+)\*\*:?\s*$/;
const RULE = /^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/;
const FENCE = /^\s{0,3}```+\s*([\w+#.-]*)\s*$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;
const TOP_LEVEL = 2;
const LOWEST_LEVEL = 4;
/** What is set in further stays on this level: documents nest to an end. */
const DEEPEST_LIST = 8;

class Reader {
  readonly #lines: readonly string[];
  readonly #output: string | null;
  #at = 0;

  constructor(lines: readonly string[], output: string | null) {
    this.#lines = lines;
    this.#output = output;
  }

  blocks(): BlockNode[] {
    const nodes: BlockNode[] = [];
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at] ?? '';
      if (line.trim() === '') this.#at += 1;
      else nodes.push(this.#block(line));
    }
    return nodes;
  }

  #block(line: string): BlockNode {
    if (FENCE.test(line)) return this.#code(FENCE.exec(line)?.[1] ?? '');
    if (RULE.test(line)) return this.#next({ type: 'horizontalRule' });
    const heading = HEADING.exec(line);
    if (heading) return this.#next(this.#heading((heading[1] ?? '').length, heading[2] ?? ''));
    const bold = LONE_BOLD.exec(line);
    if (bold) return this.#next(this.#heading(LOWEST_LEVEL - 1, bold[1] ?? ''));
    if (ITEM.test(line)) return this.#list(indentOf(line));
    if (QUOTE.test(line)) return this.#quote();
    return this.#paragraph();
  }

  #next(node: BlockNode): BlockNode {
    this.#at += 1;
    return node;
  }

  /** A document's title stands above its text, so headings within begin at the second level. */
  #heading(signs: number, text: string): BlockNode {
    const level = Math.min(LOWEST_LEVEL, Math.max(TOP_LEVEL, signs));
    return { type: 'heading', attrs: { level }, content: this.#inline(text) };
  }

  #paragraph(): BlockNode {
    const content: InlineNode[] = [];
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? '';
      const ends =
        line.trim() === '' || [HEADING, ITEM, LONE_BOLD, FENCE, QUOTE].some((one) => one.test(line));
      if (ends && content.length > 0) break;
      if (content.length > 0) content.push({ type: 'hardBreak' });
      content.push(...this.#inline(line.trim()));
    }
    return { type: 'paragraph', content };
  }

  #list(indent: number, depth = 1): BlockNode {
    const first = ITEM.exec(this.#lines[this.#at] ?? '')?.[2] ?? '-';
    const numbered = /\d/.test(first);
    const content: ListItemNode[] = [];
    for (;;) {
      const line = this.#lines[this.#at] ?? '';
      const item = ITEM.exec(line);
      if (!item || indentOf(line) < indent || /\d/.test(item[2] ?? '') !== numbered) break;
      if (indentOf(line) > indent + 1 && content.length > 0 && depth < DEEPEST_LIST) {
        content.at(-1)?.content.push(this.#list(indentOf(line), depth + 1));
        this.#skipBlankWithin(indent);
        continue;
      }
      this.#at += 1;
      content.push({
        type: 'listItem',
        content: [{ type: 'paragraph', content: this.#inline((item[3] ?? '').trim()) }],
      });
      this.#skipBlankWithin(indent);
    }
    return numbered
      ? { type: 'orderedList', attrs: { start: Number.parseInt(first, 10) }, content }
      : { type: 'bulletList', content };
  }

  /** Models part the items of one list with blank lines; the list goes on behind them. */
  #skipBlankWithin(indent: number): void {
    let next = this.#at;
    while (next < this.#lines.length && (this.#lines[next] ?? '').trim() === '') next += 1;
    const line = this.#lines[next] ?? '';
    if (ITEM.test(line) && indentOf(line) >= indent) this.#at = next;
  }

  #quote(): BlockNode {
    const inner: string[] = [];
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[this.#at]) {
      const quoted = QUOTE.exec(line);
      if (!quoted) break;
      inner.push(quoted[1] ?? '');
      this.#at += 1;
    }
    // A quotation within a quotation is said as one: there is no end of signs to go down into.
    const text = inner.map((line) => line.replace(/^(?:\s*>)+\s?/, '')).join('\n');
    return { type: 'blockquote', content: nodesOf(text, this.#output) };
  }

  #code(language: string): BlockNode {
    const lines: string[] = [];
    this.#at += 1;
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? '';
      if (FENCE.test(line)) break;
      lines.push(line);
    }
    this.#at += 1;
    const text = lines.join('\n');
    const attrs = { language: language === '' ? null : language };
    return { type: 'codeBlock', attrs, content: text === '' ? [] : [this.#text(text, [])] };
  }

  #inline(text: string): InlineNode[] {
    const nodes: InlineNode[] = [];
    const sign = /\*\*(?=\S)([^*]+?)(?<=\S)\*\*|(?<![*\w])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![*\w])|`([^`\n]+)`/g;
    let from = 0;
    for (const found of text.matchAll(sign)) {
      if (found.index > from) nodes.push(this.#text(text.slice(from, found.index), []));
      const [all, bold, italic, code] = found;
      if (bold !== undefined) nodes.push(this.#text(bold, [{ type: 'bold' }]));
      else if (italic !== undefined) nodes.push(this.#text(italic, [{ type: 'italic' }]));
      else if (code !== undefined) nodes.push(this.#text(code, [{ type: 'code' }]));
      from = found.index + all.length;
    }
    if (from < text.length) nodes.push(this.#text(text.slice(from), []));
    return nodes;
  }

  #text(text: string, marks: DocumentMark[]): InlineNode {
    const own: DocumentMark[] =
      this.#output === null ? marks : [...marks, { type: 'passage', attrs: { output: this.#output } }];
    return own.length === 0 ? { type: 'text', text } : { type: 'text', text, marks: own };
  }
}

const indentOf = (line: string): number => /^\s*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
