import type { WriteRequest } from '../writer.ts';

/** `Label: value` lines, as templates fill them; a line without a label goes on with the one above. */
export function readFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let label: string | null = null;
  for (const line of text.split('\n')) {
    const match = /^\s*[-*]?\s*\**([A-Z][^:.!*]{1,48}?)\??\**:\**\s*(.*)$/.exec(line);
    if (match && !/https?$/.test(match[1]!)) {
      label = match[1]!.toLowerCase();
      if (match[2]!.trim() !== '') fields.set(label, match[2]!.trim());
    } else if (label !== null && line.trim() !== '') {
      const before = fields.get(label);
      fields.set(label, before === undefined ? line.trim() : `${before}\n${line.trim()}`);
    } else {
      label = null;
    }
  }
  return fields;
}

/** A request's fields: as its template gives them, or read out of its text. Labels are in lower case, without "?". */
export function fieldsOf(request: Pick<WriteRequest, 'ask'>, text: string): Map<string, string> {
  if (!request.ask) return readFields(text);
  return new Map(request.ask.fields.map(([label, value]) => [label.toLowerCase().replace(/\?$/, ''), value]));
}

export function fieldOf(fields: ReadonlyMap<string, string>, label: RegExp): string | null {
  for (const [key, value] of fields) if (label.test(key)) return value;
  return null;
}

/** The lines or comma-separated parts of a field. */
export function itemsOf(value: string | null): string[] {
  if (value === null) return [];
  const parts = value.includes('\n') ? value.split('\n') : value.split(/[;,]\s+/);
  return parts
    .map((part) =>
      part
        .replace(/^\s*(?:[-*•]|\d+[.)])\s*/, '')
        .replace(/[.;,\s]+$/, '')
        .trim(),
    )
    .filter((part) => part !== '');
}
