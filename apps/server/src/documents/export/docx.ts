import type { BlockNode, DocumentContent, DocumentMark, InlineNode } from '@inkwell/contract';
import {
  AlignmentType,
  Document,
  ExternalHyperlink,
  HeadingLevel,
  type IParagraphOptions,
  LevelFormat,
  Packer,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
] as const;
const NUMBERED = 'numbered';
/** A Word list has nine levels; what nests deeper stays on the last. */
const LEVELS = 9;
const INDENT = 720;
const HANGING = 360;

/** How a block stands: in which list and how deep, how far a quotation is set in. */
interface Place {
  readonly list: {
    readonly kind: 'bullet' | 'number';
    readonly level: number;
    readonly instance: number;
  } | null;
  readonly quote: number;
}

/** A document as a Word file. Lists are Word's own, each numbered from its own start. */
export function docxOf(title: string, content: DocumentContent): Promise<Uint8Array> {
  const writer = new DocxWriter();
  const name = title.trim();
  const head = name === '' ? [] : [new Paragraph({ heading: HeadingLevel.TITLE, text: name })];
  const children = [...head, ...writer.blocks(content.content, { list: null, quote: 0 })];
  const file = new Document({
    title: name === '' ? 'Untitled' : name,
    creator: 'Inkwell',
    numbering: {
      config: writer.starts.map((start, instance) => ({
        reference: `${NUMBERED}-${instance}`,
        levels: Array.from({ length: LEVELS }, (_, level) => ({
          level,
          format: LevelFormat.DECIMAL,
          text: `%${level + 1}.`,
          start: start,
          alignment: AlignmentType.START,
          style: { paragraph: { indent: { left: INDENT * (level + 1), hanging: HANGING } } },
        })),
      })),
    },
    sections: [{ children }],
  });
  return Packer.toArrayBuffer(file).then((bytes) => new Uint8Array(bytes));
}

class DocxWriter {
  /** The first number of each numbered list, by its instance. */
  readonly starts: number[] = [];

  blocks(nodes: readonly BlockNode[], place: Place): Paragraph[] {
    return nodes.flatMap((node, i) => this.#block(node, i === 0 ? place : outdented(place)));
  }

  #block(node: BlockNode, place: Place): Paragraph[] {
    switch (node.type) {
      case 'paragraph':
        return [new Paragraph({ ...this.#stand(place), children: inline(node.content) })];
      case 'heading': {
        const heading = HEADINGS[node.attrs.level - 1] ?? HeadingLevel.HEADING_4;
        return [new Paragraph({ ...this.#stand(place), heading, children: inline(node.content) })];
      }
      case 'codeBlock':
        return [new Paragraph({ ...this.#stand(place), children: codeLines(node.content) })];
      case 'horizontalRule':
        return [new Paragraph({ thematicBreak: true })];
      case 'blockquote':
        return this.blocks(node.content, { ...place, quote: place.quote + 1 });
      case 'bulletList':
        return this.#list(node.content, 'bullet', 1, place);
      case 'orderedList':
        return this.#list(node.content, 'number', node.attrs?.start ?? 1, place);
    }
  }

  #list(items: readonly { content: BlockNode[] }[], kind: 'bullet' | 'number', start: number, place: Place) {
    const instance = kind === 'number' ? this.starts.push(start) - 1 : 0;
    const level = Math.min(place.list === null ? 0 : place.list.level + 1, LEVELS - 1);
    return items.flatMap((item) => this.blocks(item.content, { ...place, list: { kind, level, instance } }));
  }

  #stand({ list, quote }: Place): IParagraphOptions {
    if (list === null) return quote === 0 ? {} : { indent: { left: INDENT * quote } };
    const { kind, level, instance } = list;
    if (instance < 0) return { indent: { left: INDENT * (level + 1 + quote) } };
    if (kind === 'bullet') return { bullet: { level } };
    return { numbering: { reference: `${NUMBERED}-${instance}`, level } };
  }
}

/** The second paragraph of a list's item has no number of its own; a list in it still nests. */
const outdented = (place: Place): Place =>
  place.list === null ? place : { ...place, list: { ...place.list, instance: -1 } };

const codeLines = (nodes: readonly InlineNode[] | undefined): TextRun[] =>
  (nodes ?? [])
    .map((node) => (node.type === 'text' ? node.text : '\n'))
    .join('')
    .split('\n')
    .map((text, i) => new TextRun({ text, font: 'Courier New', ...(i > 0 ? { break: 1 } : {}) }));

const inline = (nodes: readonly InlineNode[] | undefined): ParagraphChild[] =>
  (nodes ?? []).map((node) =>
    node.type === 'hardBreak' ? new TextRun({ break: 1 }) : run(node.text, node.marks ?? []),
  );

function run(text: string, marks: readonly DocumentMark[]): ParagraphChild {
  const has = (type: DocumentMark['type']): boolean => marks.some((mark) => mark.type === type);
  const link = marks.find((mark) => mark.type === 'link');
  const plain = new TextRun({
    text,
    bold: has('bold'),
    italics: has('italic'),
    strike: has('strike'),
    ...(has('underline') ? { underline: {} } : {}),
    ...(has('code') ? { font: 'Courier New' } : {}),
    ...(link ? { style: 'Hyperlink' } : {}),
  });
  return link?.type === 'link' ? new ExternalHyperlink({ link: link.attrs.href, children: [plain] }) : plain;
}
