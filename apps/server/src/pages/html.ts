/** Plain pages that need neither script nor build: the documentation, and what is said when the app is missing. */

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Our descriptions mark code with backticks and nothing else. */
export const prose = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((part) => `<p>${escapeHtml(part).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>`)
    .join('\n');

export const inline = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

/** `body` is HTML; the title is text. */
export const htmlPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Inkwell</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;

export const STYLE = `:root { color-scheme: light dark; --paper: #f4f2ec; --sunk: #e9e6dd; --rule: #dad6ca; --text: #1c1d22; --muted: #57554e; --ink: #213f9e; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #12151c; --sunk: #0d1016; --rule: #2c313d; --text: #ece6d9; --muted: #b3afa5; --ink: #a3b8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text); font: 450 15px/1.55 system-ui, sans-serif; }
main { max-width: 76ch; margin: 0 auto; padding: 32px 16px 72px; }
h1, h2 { font-family: Georgia, serif; font-weight: 500; line-height: 1.2; }
h1 { font-size: 28px; }
h2 { font-size: 22px; margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--rule); }
h3 { font-size: 15px; font-weight: 600; margin: 32px 0 4px; overflow-wrap: anywhere; }
a { color: var(--ink); }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
p { margin: 4px 0 8px; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { background: var(--sunk); padding: 12px; overflow-x: auto; border-radius: 3px; }
nav ul { columns: 2 22ch; padding-left: 18px; }
table { width: 100%; border-collapse: collapse; margin: 4px 0 12px; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
th { font-weight: 550; color: var(--muted); }
details { margin: 4px 0 12px; }
summary { cursor: pointer; color: var(--ink); }
.summary { font-weight: 400; color: var(--muted); }
`;
