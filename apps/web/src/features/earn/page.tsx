import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { app } from '../../shared/api/client.ts';
import { useBalance } from '../../shared/api/live.ts';
import { queryClient } from '../../shared/api/queries.ts';
import { useSession } from '../../shared/api/session.ts';
import type { Earn, Earned } from '../../shared/api/types.ts';
import { day } from '../../shared/format/date.ts';
import { count, credits, figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { CopyLine, Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { Page, Section } from '../../shared/ui/page.tsx';
import { ScrollBox } from '../../shared/ui/scroll-box.tsx';
import { Await, Empty } from '../../shared/ui/states.tsx';

/** The ways to bonus credits: a referral link, promo codes, awards; and what was earned. */
export function EarnPage() {
  const { account } = useSession();
  const seq = useBalance()?.seq ?? 0;
  const query = useQuery({
    queryKey: ['earn', account, seq],
    queryFn: () => app.earn.get(),
    placeholderData: (last) => last,
  });
  return (
    <Page title="Earn credits">
      <p className="mb-8 max-w-[68ch] text-16 text-muted">
        Bonus credits never expire. They are used after the trial, once the plan’s own credits of a month are
        used up.
      </p>
      <Await query={query} label="Reading what was earned" failed="Couldn’t read what was earned.">
        {(earn) => (
          <>
            <Refer referral={earn.referral} />
            <PromoCode />
            <Earnings earn={earn} />
          </>
        )}
      </Await>
    </Page>
  );
}

const STATES = {
  waiting: { first_payment: 'waits for its first payment', staff: 'waits for the team' },
  paying: { first_payment: 'being paid', staff: 'being paid' },
  paid: { first_payment: 'paid', staff: 'paid' },
  declined: { first_payment: 'not counted', staff: 'not counted' },
} as const;

function Refer({ referral }: { readonly referral: Earn['referral'] }) {
  const { link, gives, gets, paid_by, made } = referral;
  return (
    <Section title={`Give ${figure(gives)}, get ${figure(gets)}`}>
      <p className="max-w-[68ch]">
        Send this link to somebody who is new here. When they start a workspace by it, theirs gets{' '}
        {figure(gives)} bonus credits and yours {figure(gets)}, once, as soon as{' '}
        {paid_by === 'staff' ? 'the team has approved it' : 'they have made their first payment'}.
      </p>
      <div className="max-w-xl">
        <CopyLine label="Your workspace’s link" text={link} />
      </div>
      {made.length > 0 && (
        <>
          <h3 className="mt-6 font-label text-muted">{count(made.length, 'workspace')} came by it</h3>
          <ul className="mt-1 max-w-xl border-b border-rule">
            {made.map(({ state, at }, index) => (
              // Two can have come at one moment; the list only ever grows at its beginning.
              <li
                key={`${at} ${made.length - index}`}
                className="flex justify-between border-t border-rule py-2"
              >
                <span>{day(at)}</span>
                <span className={state === 'paid' ? 'text-good' : 'text-muted'}>
                  {STATES[state][paid_by]}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function PromoCode() {
  const [code, setCode] = useState('');
  const [got, setGot] = useState<Earned | null>(null);
  const { submit, busy, refusal } = useSubmit();
  const send = async (event: FormEvent) => {
    event.preventDefault();
    setGot(null);
    if (!(await submit(async () => setGot(await app.earn.redeem(code))))) return;
    setCode('');
    announce('The code gave bonus credits.');
    await queryClient.invalidateQueries({ queryKey: ['earn'] });
  };
  return (
    <Section title="Promo code">
      <form className="flex max-w-md items-end gap-2" onSubmit={(event) => void send(event)}>
        <div className="-mt-4 min-w-0 flex-1">
          <Field
            label="Code"
            required
            maxLength={64}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            value={code}
            onValue={setCode}
            fault={faultOf(refusal, 'code')}
          />
        </div>
        <button type="submit" className="button button-ink" disabled={busy}>
          Use it
        </button>
      </form>
      <Refusal refusal={refusal} />
      {got && (
        <output className="mt-3 block text-good">{credits(got.credits)} more. They never expire.</output>
      )}
      <p className="mt-3 text-13 text-muted">A code works once for a workspace.</p>
    </Section>
  );
}

const SOURCES = {
  staff: 'Awarded by the team',
  goodwill: 'Awarded by the team',
  referral: 'Referral',
  promo: 'Promo code',
  purchase: 'Bought',
} as const;

const whence = ({ source, by }: Earned): string => (by === null ? SOURCES[source] : `Awarded by ${by}`);

const HEAD = 'py-2 pl-4 font-label first:pl-0';
const CELL = 'border-t border-rule py-2 pl-4 align-top first:pl-0';
const SUM = 'double-rule py-2 pl-4 font-strong first:pl-0';

function Earnings({ earn }: { readonly earn: Earn }) {
  const { earned, totals } = earn;
  return (
    <Section title="What was earned">
      {earned.length === 0 ? (
        <Empty>Nothing yet. Share the link above, or use a code.</Empty>
      ) : (
        <>
          <p className="mb-2 text-muted">
            {figure(totals.referral)} by referrals, {figure(totals.promo)} by promo codes,{' '}
            {figure(totals.staff)} awarded.
          </p>
          <ScrollBox label="Credits that were earned" className="overflow-x-auto">
            <table className="w-full">
              <thead>
                <tr className="text-left text-muted">
                  <th scope="col" className={HEAD}>
                    For
                  </th>
                  <th scope="col" className={HEAD}>
                    Date
                  </th>
                  <th scope="col" className={`${HEAD} text-right`}>
                    Credits
                  </th>
                  <th scope="col" className={`${HEAD} text-right`}>
                    Left
                  </th>
                </tr>
              </thead>
              <tbody>
                {earned.map((one) => (
                  <tr key={one.grant}>
                    <td className={CELL}>
                      {one.reason ?? 'No reason given'}
                      <span className="block text-13 text-muted">
                        {whence(one)}
                        {one.revoked && ', revoked'}
                      </span>
                    </td>
                    <td className={`${CELL} whitespace-nowrap`}>{day(one.at)}</td>
                    <td className={`${CELL} text-right`}>{figure(one.credits)}</td>
                    <td className={`${CELL} text-right`}>{figure(one.left)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row" colSpan={2} className={`${SUM} text-left`}>
                    All together
                  </th>
                  <td className={`${SUM} text-right`}>{figure(totals.all)}</td>
                  <td className={`${SUM} text-right`}>
                    {figure(earned.reduce((sum, { left }) => sum + left, 0))}
                  </td>
                </tr>
              </tfoot>
            </table>
          </ScrollBox>
        </>
      )}
    </Section>
  );
}
