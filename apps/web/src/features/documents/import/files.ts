/** What kinds of files can become documents, and their text. Small: what reads them is loaded when it is needed. */
export type Format = 'markdown' | 'text' | 'html' | 'docx';

const FORMATS: Readonly<Record<string, Format>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  html: 'html',
  htm: 'html',
  docx: 'docx',
};

/** For the file chooser. */
export const ACCEPTED = Object.keys(FORMATS)
  .map((extension) => `.${extension}`)
  .join(',');

const NAME = /^(.*?)\.([^.]+)$/;

export const formatOf = (name: string): Format | null =>
  FORMATS[(NAME.exec(name)?.[2] ?? '').toLowerCase()] ?? null;

export const baseName = (name: string): string => (NAME.exec(name)?.[1] ?? name).trim();

/**
 * Bytes as text: by their byte order mark, else as UTF-8, else as the Western encoding that old programs wrote, which
 * knows every byte.
 */
export function textOf(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Markdown without the block of settings that site generators put above it. */
export const withoutFrontMatter = (text: string): string =>
  text.replace(/^---[ \t]*\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/, '');

/** The file is not what its name says. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}
