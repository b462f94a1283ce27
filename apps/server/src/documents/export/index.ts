import type { DocumentContent } from '@inkwell/contract';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';

export interface Exported {
  bytes: Uint8Array;
  media: string;
  /** What the file is called: the title with the letters that every file system takes. */
  name: string;
}

export type Format = 'md' | 'html' | 'docx';

const MEDIA: Record<Format, string> = {
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};
const NAME_CHARS = 80;

/** A document as a file. Word's writer is loaded when it is first asked for: it is as large as the server. */
export async function exportAs(format: Format, title: string, content: DocumentContent): Promise<Exported> {
  return { bytes: await bytesOf(format, title, content), media: MEDIA[format], name: nameOf(title, format) };
}

async function bytesOf(format: Format, title: string, content: DocumentContent): Promise<Uint8Array> {
  if (format === 'docx') return (await import('./docx.ts')).docxOf(title, content);
  return new TextEncoder().encode(format === 'md' ? markdownOf(title, content) : htmlOf(title, content));
}

const nameOf = (title: string, format: Format): string => `${fileNameOf(title)}.${format}`;

/** A title with the letters that every file system takes; without an ending. */
export function fileNameOf(title: string): string {
  const plain = title
    .replaceAll(/[^\p{L}\p{N}\s._-]+/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^\.+/, '')
    .slice(0, NAME_CHARS)
    .toWellFormed()
    .trim();
  return plain === '' ? 'Untitled' : plain;
}
