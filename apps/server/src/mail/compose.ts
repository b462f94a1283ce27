import { escapeHtml } from '../pages/html.ts';

export interface Mail {
  to: string;
  subject: string;
  /** Plain text; paragraphs are divided by empty lines. */
  paragraphs: string[];
  /** What the mail is about; it stands alone in its last paragraph. */
  link: string;
  /** What following the link does, in a few words: "Confirm your address". */
  act: string;
  /** A code that can be typed in place of following the link. */
  code?: string;
  /** Names the mail, so that sending it again is the same mail to whoever reads it; unless told, it is like no other. */
  id?: string;
  /** After this it is no use any more, in milliseconds from now. Unless told, a day. */
  useful_ms?: number;
  /** Where mails of its kind are turned off: a page for people, and an address for their mail programs. */
  off?: { page: string; one_click: string };
}

/** What leaves: the same words as text and as HTML. */
interface Composed {
  subject: string;
  text: string;
  html: string;
  messageId?: string;
  headers: Record<string, string>;
}

const OFF = 'You get this as an owner or admin of the workspace.';

function textOf({ paragraphs, link, code, off }: Mail): string {
  const parts = [...paragraphs];
  if (code !== undefined) parts.push(code);
  parts.push(link);
  if (off !== undefined) parts.push(`-- \n${OFF} No more mails like it: ${off.page}`);
  return `${parts.join('\n\n')}\n`;
}

const FONT = "font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif";

/** Plain HTML that every mail program shows, and a screen reader reads in order; all text is escaped. */
function htmlOf({ subject, paragraphs, link, act, code, off }: Mail): string {
  const href = escapeHtml(link);
  const parts = paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`);
  if (code !== undefined)
    parts.push(`<p style="font-size:28px;letter-spacing:4px;margin:24px 0">${escapeHtml(code)}</p>`);
  parts.push(`<p><a href="${href}" style="color:#213f9e;font-weight:600">${escapeHtml(act)}</a></p>`);
  parts.push(`<p style="font-size:13px;color:#57554e;word-break:break-all">${href}</p>`);
  if (off !== undefined)
    parts.push(
      `<p style="font-size:13px;color:#57554e;border-top:1px solid #dad6ca;padding-top:12px">${OFF}
<a href="${escapeHtml(off.page)}" style="color:#213f9e">No more mails like it</a></p>`,
    );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;background:#fdfcf9;color:#1c1d22;${FONT}">
<main style="max-width:34em">
${parts.join('\n')}
</main>
</body>
</html>
`;
}

/** RFC 3834: no auto-reply is wanted; RFC 2369 and 8058: how to get no more of them, by one click where TLS protects it. */
function headersOf({ off }: Mail): Record<string, string> {
  const headers: Record<string, string> = { 'Auto-Submitted': 'auto-generated' };
  if (off === undefined) return headers;
  headers['List-Unsubscribe'] = `<${off.one_click}>`;
  if (off.one_click.startsWith('https:')) headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  return headers;
}

/** `from` is the sender, whose domain names the mail. */
export function compose(mail: Mail, from: string): Composed {
  const domain = /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    subject: mail.subject,
    text: textOf(mail),
    html: htmlOf(mail),
    headers: headersOf(mail),
    ...(mail.id === undefined ? {} : { messageId: `<${mail.id}@${domain}>` }),
  };
}
