import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { Promo } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { count, credits as creditWords, figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Section } from '../../shared/ui/page.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';
import { Twice } from '../team/member-acts.tsx';
import { creditsOf } from './award.ts';

const refresh = () => queryClient.invalidateQueries({ queryKey: ['staff', 'promos'] });

/** Codes that give bonus credits, once an account. */
export function Promos() {
  const promos = useQuery({ queryKey: ['staff', 'promos'], queryFn: () => app.staff.promos.list() });
  return (
    <Section title="Promo codes">
      <NewPromo />
      <Await query={promos} label="Reading the codes" failed="Couldn’t read the codes.">
        {({ data }) =>
          data.length === 0 ? (
            <Empty>No code yet.</Empty>
          ) : (
            <ul className="mt-8 border-b border-rule">
              {data.map((promo) => (
                <PromoRow key={promo.code} promo={promo} />
              ))}
            </ul>
          )
        }
      </Await>
    </Section>
  );
}

function NewPromo() {
  const [code, setCode] = useState('');
  const [credits, setCredits] = useState('');
  const [until, setUntil] = useState('');
  const [uses, setUses] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    const body = {
      code,
      credits: creditsOf(credits) ?? 0,
      // The day is counted in to its end, where the staff are.
      expires_at: until === '' ? null : new Date(`${until}T23:59:59`).toISOString(),
      max_uses: uses === '' ? null : Number(uses),
    };
    if (!(await submit(() => app.staff.promos.create(body)))) return;
    announce('The code is made.');
    setCode('');
    await refresh();
  };
  return (
    <form onSubmit={(event) => void make(event)}>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(160px,1fr))] gap-x-4">
        <Field
          label="Code"
          required
          maxLength={32}
          autoComplete="off"
          spellCheck={false}
          value={code}
          onValue={(text) => setCode(text.toUpperCase())}
          fault={faultOf(refusal, 'code')}
        />
        <Field
          label="Credits"
          required
          inputMode="numeric"
          autoComplete="off"
          value={credits}
          onValue={setCredits}
          fault={faultOf(refusal, 'credits')}
        />
        <Field
          label="Last day (optional)"
          type="date"
          value={until}
          onValue={setUntil}
          fault={faultOf(refusal, 'expires_at')}
        />
        <Field
          label="Most uses (optional)"
          type="number"
          min={1}
          value={uses}
          onValue={setUses}
          fault={faultOf(refusal, 'max_uses')}
        />
      </div>
      <Refusal refusal={refusal} />
      <button type="submit" className="button button-ink mt-4" disabled={busy}>
        Make the code
      </button>
    </form>
  );
}

function PromoRow({ promo }: { readonly promo: Promo }) {
  const { submit, busy, refusal } = useSubmit();
  const close = async () => {
    if (!(await submit(() => app.staff.promos.close(promo.code)))) return;
    announce(`${promo.code} is closed.`);
    await refresh();
  };
  const most = promo.max_uses === null ? '' : ` of ${figure(promo.max_uses)}`;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 border-t border-rule py-3">
      <span className={promo.closed ? 'text-muted' : ''}>
        <span className="font-label">{promo.code}</span>, {creditWords(promo.credits)}
        <span className="block text-13 text-muted">
          used {figure(promo.uses)}
          {most}{' '}
          {promo.max_uses === null
            ? promo.uses === 1
              ? 'time'
              : 'times'
            : count(promo.max_uses, 'time').replace(/^\S+ /, '')}
          {promo.expires_at !== null && `, until ${day(promo.expires_at)}`}, made by {promo.created_by}{' '}
          {day(promo.created_at)}
        </span>
      </span>
      {promo.closed ? (
        <span className="text-muted">Closed</span>
      ) : (
        <Twice ask="Close" sure={`Yes, close ${promo.code}`} busy={busy} act={() => void close()} />
      )}
      <Refusal refusal={refusal} />
    </li>
  );
}
