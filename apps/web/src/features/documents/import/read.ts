import type { DocumentContent } from '@inkwell/contract/types';
import { getSchema } from '@tiptap/core';
import { DOMParser as NodeParser } from '@tiptap/pm/model';
import { contentOf } from '../../write/editor/content.ts';
import { extensionsOf } from '../../write/editor/extensions.ts';
import { Hosts } from '../../write/editor/hosts.ts';
import { flattenTables } from '../../write/editor/pasted.ts';
import { type Format, UnreadableFileError, baseName, textOf, withoutFrontMatter } from './files.ts';

/** A file as a document can hold it. */
export interface ReadFile {
  /** At most `MAX_TITLE_CHARS` long; the file's first heading, or its name. */
  readonly title: string;
  readonly content: DocumentContent;
  /** Pictures that the file had: documents hold none. */
  readonly pictures: number;
}

const TITLE_CHARS = 200;
const LOWEST_HEADING = 'h4';

/**
 * Reads a file into a document's closed set of nodes. Whatever its format, it becomes HTML in a page of its own that
 * runs nothing and loads nothing, and of that only what the editor's schema knows is kept. Throws
 * `UnreadableFileError` for a Word file that is none.
 */
export async function readFile(file: File, format: Format): Promise<ReadFile> {
  const html = withoutStyles(await htmlOf(file, format));
  const page = new DOMParser().parseFromString(html, 'text/html');
  const { body } = page;
  const pictures = body.querySelectorAll('img, svg, picture').length;
  const title = takeTitle(body) ?? (page.title.trim() || baseName(file.name));
  flattenTables(body);
  for (const heading of body.querySelectorAll('h5, h6')) rename(heading, LOWEST_HEADING);
  // The line end that closes the last line is no line of its own.
  for (const code of body.querySelectorAll('pre code, pre:not(:has(code))'))
    code.textContent = code.textContent.replace(/\n$/, '');
  const schema = getSchema(extensionsOf(new Hosts(), () => undefined));
  const content = contentOf(NodeParser.fromSchema(schema).parse(body).toJSON());
  return { title: [...title].slice(0, TITLE_CHARS).join(''), content, pictures };
}

async function htmlOf(file: File, format: Format): Promise<string> {
  const bytes = await file.arrayBuffer();
  switch (format) {
    case 'html':
      return textOf(bytes);
    case 'text':
      return paragraphs(textOf(bytes));
    case 'markdown': {
      const { marked } = await import('marked');
      return marked.parse(withoutFrontMatter(textOf(bytes)), { async: false, gfm: true });
    }
    case 'docx':
      return wordHtml(bytes);
  }
}

const STYLES = /<style\b[\s\S]*?<\/style\s*>/gi;
const TAGS = /<[a-z][^>]*>/gi;
const REFUSED = /\s(?:style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi;

/**
 * What the page's policy refuses in any case, with a report on the console for each. This only keeps the console quiet:
 * the policy and the schema are what protects.
 */
const withoutStyles = (html: string): string =>
  html.replace(STYLES, '').replace(TAGS, (tag) => tag.replace(REFUSED, ''));

/** A Word file's paragraphs by their styles. Its pictures are counted, not carried. */
async function wordHtml(arrayBuffer: ArrayBuffer): Promise<string> {
  const { default: mammoth } = await import('mammoth');
  const options = {
    styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Quote'] => blockquote > p:fresh"],
    convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })),
  };
  try {
    return (await mammoth.convertToHtml({ arrayBuffer }, options)).value;
  } catch (cause) {
    throw new UnreadableFileError('this is not a Word file that can be read.', { cause });
  }
}

/** A paragraph a blank line, a line break a line. */
function paragraphs(text: string): string {
  const holder = document.implementation.createHTMLDocument();
  for (const block of text.split(/(?:\r?\n[ \t]*){2,}/)) {
    if (block.trim() === '') continue;
    const paragraph = holder.createElement('p');
    for (const [at, line] of block.trim().split(/\r?\n/).entries()) {
      if (at > 0) paragraph.append(holder.createElement('br'));
      paragraph.append(line);
    }
    holder.body.append(paragraph);
  }
  return holder.body.innerHTML;
}

/** The heading that a file begins with stands above the document's text, not in it. */
function takeTitle(body: HTMLElement): string | null {
  const heading = body.querySelector('h1');
  if (!heading) return null;
  const before = body.ownerDocument.createRange();
  before.setStart(body, 0);
  before.setEndBefore(heading);
  if (before.toString().trim() !== '') return null;
  const title = heading.textContent.trim().replaceAll(/\s+/g, ' ');
  heading.remove();
  return title === '' ? null : title;
}

function rename(element: Element, name: string): void {
  const renamed = element.ownerDocument.createElement(name);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}
