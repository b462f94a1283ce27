import { useRef } from 'react';
import { useSession } from '../../shared/api/session.ts';
import { CopyLine } from '../../shared/ui/form.tsx';
import { useCopy } from '../../shared/ui/use-copy.ts';

const curlOf = (base: string, account: string): string =>
  `curl ${base}/accounts/${account}/balance \\
  -H "Authorization: Bearer $INKWELL_KEY"`;

const clientOf = (base: string): string =>
  `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${base}',
  apiKey: process.env.INKWELL_KEY,
});
const answer = await client.chat.completions.create({
  model: 'default',
  messages: [{ role: 'user', content: 'Two lines about ferns.' }],
});`;

/** Where a program finds this instance, and its first request. The key itself stays out: what is copied lies about. */
export function KeyUse({ open }: { readonly open: boolean }) {
  const { account } = useSession();
  const { origin } = globalThis.location;
  const [api, gateway] = [`${origin}/v1`, `${origin}/openai/v1`];
  return (
    <details open={open} className="mt-4">
      <summary className="link w-fit py-1">How to use a key</summary>
      <div className="grid grid-cols-2 gap-x-6 max-sm:grid-cols-1">
        <CopyLine label="Address of the API" text={api} />
        <CopyLine label="Address for OpenAI clients" text={gateway} />
      </div>
      <p className="mt-4 max-w-[68ch] text-13 text-muted">
        The requests below read the key from the variable INKWELL_KEY.
      </p>
      <Snippet label="Read the balance with curl" text={curlOf(api, account)} />
      <Snippet label="Write with an OpenAI client" text={clientOf(gateway)} />
    </details>
  );
}

function Snippet({ label, text }: { readonly label: string; readonly text: string }) {
  const shown = useRef<HTMLPreElement>(null);
  const { copied, copy } = useCopy(text, () => {
    if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
  });
  return (
    <section aria-label={label} className="mt-4">
      <div className="flex items-end justify-between gap-x-4">
        <p className="font-label">{label}</p>
        <button
          type="button"
          className="button"
          aria-label={`${copied ? 'Copied' : 'Copy'}: ${label}`}
          onClick={() => void copy()}
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines are scrolled by the keyboard too */}
      <pre ref={shown} tabIndex={0} className="mt-2 overflow-x-auto bg-sunk p-3 text-13">
        {text}
      </pre>
    </section>
  );
}
