import { type FormEvent, useId, useState } from 'react';
import { InkwellError, app, newKey } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { AwardMade, StaffWorkspace } from '../../shared/api/types.ts';
import { ago, clock } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
import { useNow } from '../../shared/ui/use-now.ts';
import { RevokeForm } from './awards.tsx';
import { LARGE_AWARD, MAX_REASON, MIN_REASON, creditsOf, outlook } from './award.ts';

const CHIPS = [1_000, 5_000, 10_000] as const;

/** Awarding bonus credits. A form has one key: whatever is clicked twice is awarded once. */
export function AwardForm({ workspace }: { readonly workspace: StaffWorkspace }) {
  const [key, setKey] = useState(newKey);
  const [made, setMade] = useState<AwardMade | null>(null);
  if (made !== null)
    return (
      <Made
        workspace={workspace}
        made={made}
        another={() => {
          setKey(newKey());
          setMade(null);
        }}
      />
    );
  return <Form key={key} workspace={workspace} idempotency_key={key} done={setMade} />;
}

function Made(props: {
  readonly workspace: StaffWorkspace;
  readonly made: AwardMade;
  readonly another: () => void;
}) {
  const { workspace, made } = props;
  const now = workspace.awards.find(({ grant }) => grant === made.grant);
  return (
    <div className="border-l-2 border-good pl-4">
      <p role="status" className="text-16">
        <b>{figure(made.amount)} awarded.</b> Owners told{made.mailed ? ', by mail as well' : ''}.
      </p>
      {now?.state === 'revoked' ? (
        <p className="mt-2 text-muted">{figure(now.revoked)} unspent were revoked.</p>
      ) : (
        <RevokeForm account={workspace.account} grant={made.grant} label="Revoke unspent" />
      )}
      <button type="button" className="link mt-4" onClick={props.another}>
        Award again
      </button>
    </div>
  );
}

interface Doubt {
  readonly asks: 'again' | 'retype';
  readonly says: string;
}

function doubtOf(refusal: InkwellError | null): Doubt | null {
  if (refusal?.code !== 'confirmation_required') return null;
  const { asks } = refusal.figures;
  return asks === 'again' || asks === 'retype' ? { asks, says: refusal.message } : null;
}

function Form(props: {
  readonly workspace: StaffWorkspace;
  readonly idempotency_key: string;
  readonly done: (made: AwardMade) => void;
}) {
  const { workspace, idempotency_key, done } = props;
  const { account, state } = workspace;
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [retyped, setRetyped] = useState('');
  const { submit, busy, refusal } = useSubmit();
  const id = useId();
  const credits = creditsOf(text);
  const length = reason.trim().length;
  const doubt = doubtOf(refusal);
  const is_large = credits !== null && credits > LARGE_AWARD;
  const ready =
    credits !== null &&
    length >= MIN_REASON &&
    length <= MAX_REASON &&
    (!is_large || creditsOf(retyped) === credits);
  const award = async (again: boolean) => {
    if (!ready) return;
    const body = {
      credits,
      reason,
      again,
      note: note.trim() === '' ? null : note,
      retyped: is_large ? creditsOf(retyped) : null,
    };
    let made: AwardMade | null = null;
    const send = async () => {
      made = await app.staff.workspaces.award(account, body, { idempotency_key });
    };
    if (!(await submit(send)) || made === null) return;
    announce(`${figure(credits)} awarded. Owners told.`);
    done(made);
    await queryClient.invalidateQueries({ queryKey: ['staff'] });
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    void award(false);
  };
  return (
    <form className="max-w-xl" onSubmit={send}>
      <Amount text={text} setText={setText} fault={faultOf(refusal, 'credits')} />
      <p className="mt-2 min-h-5 text-13 text-muted" aria-live="polite">
        {outlook(state, credits)}
      </p>
      {is_large && (
        <label className="mt-4 block font-label">
          Above {figure(LARGE_AWARD)}: type the amount again
          <input
            className="field mt-1 block w-44"
            inputMode="numeric"
            autoComplete="off"
            value={retyped}
            onChange={(event) => setRetyped(event.target.value)}
          />
        </label>
      )}
      <label htmlFor={`${id}-reason`} className="mt-4 block font-strong">
        Reason (the customer sees this)
      </label>
      <textarea
        id={`${id}-reason`}
        className="field mt-1 block w-full py-2"
        rows={2}
        maxLength={MAX_REASON}
        required
        aria-describedby={`${id}-length`}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p id={`${id}-length`} className="mt-1 text-13 text-muted">
        {length} of {MIN_REASON} to {MAX_REASON} characters
      </p>
      <label htmlFor={`${id}-note`} className="mt-4 block font-label">
        Internal note <span className="font-body text-muted">(for staff alone)</span>
      </label>
      <input
        id={`${id}-note`}
        className="field mt-1 block w-full"
        maxLength={500}
        autoComplete="off"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <SameAmount workspace={workspace} credits={credits} />
      {doubt === null ? (
        <Refusal refusal={refusal} />
      ) : (
        <p role="alert" className="mt-4 text-bad">
          {doubt.says}
        </p>
      )}
      <div className="mt-6 flex gap-3">
        {doubt?.asks === 'again' ? (
          <button
            type="button"
            className="button button-ink"
            disabled={busy || !ready}
            onClick={() => void award(true)}
          >
            Yes, award {credits === null ? '' : figure(credits)} again
          </button>
        ) : (
          <button type="submit" className="button button-ink" disabled={busy || !ready}>
            Award {credits === null ? 'credits' : figure(credits)}
          </button>
        )}
      </div>
    </form>
  );
}

function Amount(props: {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly fault: string | undefined;
}) {
  const { text, setText, fault } = props;
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="font-label">
        Credits
      </label>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <input
          id={id}
          className="field w-36"
          inputMode="numeric"
          autoComplete="off"
          required
          aria-invalid={fault !== undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {CHIPS.map((chip) => (
          <button
            key={chip}
            type="button"
            className="button px-3 aria-pressed:border-ink aria-pressed:bg-ink-wash aria-pressed:text-ink"
            aria-pressed={creditsOf(text) === chip}
            onClick={() => setText(String(chip))}
          >
            {figure(chip)}
          </button>
        ))}
      </div>
      {fault !== undefined && (
        <p role="alert" className="mt-1 text-13 text-bad">
          Credits {fault}.
        </p>
      )}
    </>
  );
}

/** Said before the click, so that nobody is surprised by being asked again. */
function SameAmount({
  workspace,
  credits,
}: {
  readonly workspace: StaffWorkspace;
  readonly credits: number | null;
}) {
  const now = useNow(30_000);
  const same = workspace.awards_in_24_h.find((award) => award.credits === credits);
  if (same === undefined) return null;
  return (
    <p className="mt-4 text-13 text-reserve">
      {same.by} awarded {figure(same.credits)} here at {clock(same.at)} ({ago(Date.parse(same.at), now)}).
    </p>
  );
}
