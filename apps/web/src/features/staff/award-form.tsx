import { type FormEvent, useId, useState } from 'react';
import { type InkwellError, app, newKey } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/queries.ts';
import type { AwardMade, StaffWorkspace } from '../../shared/api/types.ts';
import { ago, clock } from '../../shared/format/date.ts';
import { figure } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Field, Refusal, faultOf, useSubmit } from '../../shared/ui/form.tsx';
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
      <output className="block text-16">
        <b>{figure(made.amount)} awarded.</b> Owners told{made.mailed ? ', by mail as well' : ''}.
      </output>
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

interface FormProps {
  readonly workspace: StaffWorkspace;
  readonly idempotency_key: string;
  readonly done: (made: AwardMade) => void;
}

/** What is typed, whether it can be sent, and the sending. */
function useAward({ workspace, idempotency_key, done }: FormProps) {
  const [typed, setTyped] = useState({ credits: '', reason: '', note: '', retyped: '' });
  const { submit, busy, refusal } = useSubmit();
  const credits = creditsOf(typed.credits);
  const length = typed.reason.trim().length;
  const is_large = credits !== null && credits > LARGE_AWARD;
  const ready =
    credits !== null &&
    length >= MIN_REASON &&
    length <= MAX_REASON &&
    (!is_large || creditsOf(typed.retyped) === credits);
  const award = async (again: boolean) => {
    if (!ready) return;
    const { reason, note } = typed;
    const body = {
      credits,
      reason,
      again,
      note: note.trim() === '' ? null : note,
      retyped: is_large ? credits : null,
    };
    let made: AwardMade | null = null;
    const send = async () => {
      made = await app.staff.workspaces.award(workspace.account, body, { idempotency_key });
    };
    if (!(await submit(send)) || made === null) return;
    announce(`${figure(credits)} awarded. Owners told.`);
    done(made);
    await queryClient.invalidateQueries({ queryKey: ['staff'] });
  };
  const type = (name: keyof typeof typed) => (text: string) => setTyped({ ...typed, [name]: text });
  return { typed, type, credits, length, is_large, ready, busy, refusal, award };
}

function Form(props: FormProps) {
  const { workspace } = props;
  const { typed, type, credits, length, is_large, ready, busy, refusal, award } = useAward(props);
  const doubt = doubtOf(refusal);
  const send = (event: FormEvent) => {
    event.preventDefault();
    void award(false);
  };
  return (
    <form className="max-w-xl" onSubmit={send}>
      <Amount text={typed.credits} setText={type('credits')} fault={faultOf(refusal, 'credits')} />
      <p className="mt-2 min-h-5 text-13 text-muted" aria-live="polite">
        {outlook(workspace.state, credits)}
      </p>
      {is_large && (
        <Field
          label={`Above ${figure(LARGE_AWARD)}: type the amount again`}
          inputMode="numeric"
          autoComplete="off"
          value={typed.retyped}
          onValue={type('retyped')}
        />
      )}
      <Reason text={typed.reason} setText={type('reason')} length={length} />
      <Field
        label="Internal note"
        hint="For staff alone."
        maxLength={500}
        autoComplete="off"
        value={typed.note}
        onValue={type('note')}
      />
      {doubt === null && <SameAmount workspace={workspace} credits={credits} />}
      {doubt === null ? (
        <Refusal refusal={refusal} />
      ) : (
        <p role="alert" className="mt-4 text-bad">
          {doubt.says}
        </p>
      )}
      <div className="mt-6">
        {doubt?.asks === 'again' && credits !== null ? (
          <button
            type="button"
            className="button button-ink"
            disabled={busy || !ready}
            onClick={() => void award(true)}
          >
            Yes, award {figure(credits)} again
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

function Reason(props: {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly length: number;
}) {
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="mt-4 block font-strong">
        Reason (the customer sees this)
      </label>
      <textarea
        id={id}
        className="field mt-1 block w-full py-2"
        rows={2}
        maxLength={MAX_REASON}
        required
        aria-describedby={`${id}-length`}
        value={props.text}
        onChange={(event) => props.setText(event.target.value)}
      />
      <p id={`${id}-length`} className="mt-1 text-13 text-muted">
        {props.length} of {MIN_REASON} to {MAX_REASON} characters
      </p>
    </>
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
          className="field w-36 max-sm:w-28"
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
            className="button px-3 max-sm:px-2 aria-pressed:border-ink aria-pressed:bg-ink-wash aria-pressed:text-ink"
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
      {figure(same.credits)} credits were awarded here by {same.by} at {clock(same.at)} (
      {ago(Date.parse(same.at), now)}).
    </p>
  );
}
