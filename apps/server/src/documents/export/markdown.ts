import type { BlockNode, DocumentContent, DocumentMark, InlineNode } from '@inkwell/contract';

/** A document as CommonMark. Letters that would read as marks are escaped, so that text stays what it was. */
export function markdownOf(title: string, content: DocumentContent): string {
  const head = title.trim() === '' ? [] : [`# ${escaped(title.trim())}`];
  return `${[...head, ...blocks(content.content)].join('\n\n')}\n`;
}

const blocks = (nodes: readonly BlockNode[]): string[] => nodes.map(block).filter((text) => text !== '');

function block(node: BlockNode): string {
  switch (node.type) {
    case 'paragraph':
      return lineSafe(inline(node.content));
    case 'heading':
      return `${'#'.repeat(node.attrs.level)} ${inline(node.content).replaceAll('\\\n', ' ')}`;
    case 'codeBlock':
      return fenced(raw(node.content), node.attrs?.language ?? '');
    case 'horizontalRule':
      return '---';
    case 'blockquote':
      return prefixed(blocks(node.content).join('\n\n'), '> ', '> ');
    case 'bulletList':
      return node.content.map((item) => listItem(item.content, '- ')).join('\n');
    case 'orderedList': {
      const start = node.attrs?.start ?? 1;
      return node.content.map((item, i) => listItem(item.content, `${start + i}. `)).join('\n');
    }
  }
}

const listItem = (nodes: readonly BlockNode[], mark: string): string =>
  prefixed(blocks(nodes).join('\n\n') || '', mark, ' '.repeat(mark.length));

const prefixed = (text: string, first: string, rest: string): string =>
  text
    .split('\n')
    .map((line, i) => (i === 0 ? first : line === '' ? rest.trimEnd() : rest) + line)
    .join('\n');

const raw = (nodes: readonly InlineNode[] | undefined): string =>
  (nodes ?? []).map((node) => (node.type === 'text' ? node.text : '\n')).join('');

/** A fence is longer than any run of backticks within. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language.replaceAll(/[^\w+#.-]/g, '')}\n${code}\n${fence}`;
}

const SIGNS = { bold: '**', italic: '*', strike: '~~' } as const;
type Sign = keyof typeof SIGNS;

const isSign = (type: string): type is Sign => Object.hasOwn(SIGNS, type);

function inline(nodes: readonly InlineNode[] | undefined): string {
  return (nodes ?? [])
    .map((node) => (node.type === 'hardBreak' ? '\\\n' : marked(node.text, node.marks ?? [])))
    .join('');
}

/** Signs stand against letters: spaces at either end go outside of them. */
function marked(text: string, marks: readonly DocumentMark[]): string {
  const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (inner === '') return text;
  const is_code = marks.some((mark) => mark.type === 'code');
  let said = is_code ? codeSpan(inner) : escaped(inner);
  for (const { type } of marks) if (isSign(type)) said = `${SIGNS[type]}${said}${SIGNS[type]}`;
  const link = marks.find((mark) => mark.type === 'link');
  if (link?.type === 'link')
    said = `[${said}](<${link.attrs.href.replaceAll(/[<>\n]/g, encodeURIComponent)}>)`;
  return before + said + after;
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return fence + gap + text + gap + fence;
}

const escaped = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>~]/g, String.raw`\$&`).replaceAll(/&(?=#?\w+;)/g, String.raw`\&`);

/** What at a line's start would make it a heading, a list or a quotation. */
const lineSafe = (text: string): string =>
  text
    .replaceAll(/^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-{3,})/gm, String.raw`$1\$2`)
    .replaceAll(/^(\s*\d{1,9})([.)])(?=\s|$)/gm, String.raw`$1\$2`);
