import type { BlockNode, DocumentContent, DocumentMark, InlineNode } from '@inkwell/contract';
import { escapeHtml } from '../../pages/html.ts';

/** A document as a page of HTML that stands by itself: no script, no source of its own. All text is escaped. */
export function htmlOf(title: string, content: DocumentContent): string {
  const name = escapeHtml(title.trim());
  const head = name === '' ? '' : `<h1>${name}</h1>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name === '' ? 'Untitled' : name}</title>
<style>
body { max-width: 68ch; margin: 3rem auto; padding: 0 1rem; font: 18px/1.65 Georgia, serif; color: #1c1d22; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 500; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 2px solid #dad6ca; }
pre { overflow-x: auto; padding: 0.75rem 1rem; background: #f4f2ec; }
</style>
</head>
<body>
${head}${content.content.map(block).join('\n')}
</body>
</html>
`;
}

function block(node: BlockNode): string {
  switch (node.type) {
    case 'paragraph':
      return `<p>${inline(node.content)}</p>`;
    case 'heading':
      return `<h${node.attrs.level}>${inline(node.content)}</h${node.attrs.level}>`;
    case 'codeBlock':
      return `<pre><code>${inline(node.content)}</code></pre>`;
    case 'horizontalRule':
      return '<hr>';
    case 'blockquote':
      return `<blockquote>\n${node.content.map(block).join('\n')}\n</blockquote>`;
    case 'bulletList':
      return `<ul>\n${items(node.content)}\n</ul>`;
    case 'orderedList': {
      const start = node.attrs?.start ?? 1;
      return `<ol${start === 1 ? '' : ` start="${start}"`}>\n${items(node.content)}\n</ol>`;
    }
  }
}

const items = (nodes: readonly { content: BlockNode[] }[]): string =>
  nodes.map((item) => `<li>${item.content.map(block).join('\n')}</li>`).join('\n');

const TAGS = { bold: 'strong', italic: 'em', strike: 's', underline: 'u', code: 'code' } as const;

const inline = (nodes: readonly InlineNode[] | undefined): string =>
  (nodes ?? [])
    .map((node) => (node.type === 'hardBreak' ? '<br>' : marked(escapeHtml(node.text), node.marks ?? [])))
    .join('');

function marked(text: string, marks: readonly DocumentMark[]): string {
  let said = text;
  for (const mark of marks) {
    if (mark.type === 'passage') continue;
    if (mark.type === 'link') said = `<a href="${escapeHtml(mark.attrs.href)}">${said}</a>`;
    else said = `<${TAGS[mark.type]}>${said}</${TAGS[mark.type]}>`;
  }
  return said;
}
