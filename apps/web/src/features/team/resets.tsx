import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { dayAndClock } from '../../shared/format/date.ts';
import { CopyLine, Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await } from '../../shared/ui/states.tsx';

/** For staff: links for people who forgot their password, whichever workspace they belong to. */
export function Resets() {
  const asks = useQuery({ queryKey: ['resets'], queryFn: () => app.resets.list() });
  const [mail, setMail] = useState('');
  const [link, setLink] = useState<{ mail: string; link: string } | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const make = async (address: string) => {
    const made = await submit(async () =>
      setLink({ mail: address, link: (await app.resets.create(address)).link }),
    );
    if (made) await queryClient.invalidateQueries({ queryKey: ['resets'] });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    void make(mail);
  };
  return (
    <Section title="Forgotten passwords">
      <p className="text-muted">For staff of this instance, whichever workspace a person belongs to.</p>
      <Await query={asks} label="Reading who asked" failed="Couldn’t read who asked.">
        {({ data }) => (
          <ul className="mt-2">
            {data.map((ask) => (
              <li
                key={ask.member}
                className="flex flex-wrap items-baseline justify-between gap-x-6 border-t border-rule py-2"
              >
                <span>
                  {ask.name}, {ask.mail}
                  <span className="text-muted">, asked {dayAndClock(ask.asked_at)}</span>
                </span>
                <button type="button" className="link" disabled={busy} onClick={() => void make(ask.mail)}>
                  Make a link
                </button>
              </li>
            ))}
          </ul>
        )}
      </Await>
      <form className="flex max-w-md items-end gap-2" onSubmit={send}>
        <div className="min-w-0 flex-1">
          <Field
            label="Mail of the person"
            type="email"
            required
            autoComplete="off"
            value={mail}
            onValue={setMail}
            fault={faultOf(refusal, 'mail')}
          />
        </div>
        <button type="submit" className="button" disabled={busy}>
          Make a link
        </button>
      </form>
      <Refusal refusal={refusal} />
      {link && <CopyLine label={`Link for ${link.mail}, works once, for an hour`} text={link.link} />}
    </Section>
  );
}
