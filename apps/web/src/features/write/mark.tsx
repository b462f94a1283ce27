import {
  Copy,
  Ellipsis,
  Eye,
  Receipt as ReceiptIcon,
  RotateCcw,
  ThumbsDown,
  ThumbsUp,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import type { Vote } from '../../shared/api/types.ts';
import { useSession } from '../../shared/api/session.ts';
import { count, credits } from '../../shared/format/number.ts';
import { announce } from '../../shared/ui/announce.ts';
import { Menu, MenuItem } from '../../shared/ui/menu.tsx';
import { ReceiptButton, ReceiptPanel } from './receipt.tsx';
import { SeenPanel } from './seen.tsx';
import type { OutputState } from './run-state.ts';
import { type VoteState, useVote } from './use-vote.ts';

const nothing = () => undefined;
const REASONS = ['Off topic', 'Wrong tone', 'Repetitive', 'Incorrect', 'Other'] as const;

interface Props {
  readonly output: OutputState;
  readonly again?: () => void;
  readonly edit?: () => void;
  readonly discard?: (output: string) => void;
  readonly mayVote?: boolean;
  readonly voted?: (vote: Vote) => void;
  /** The receipt stands open from the start. */
  readonly receiptOpen?: boolean;
  /** Its text is not here: there is nothing to copy, to share, or that a model saw. */
  readonly textless?: boolean;
}

/** What the output cost, the votes on it, and what else can be done with it. */
export function MarkRow(props: Props) {
  const { output, again, mayVote = true, voted = nothing } = props;
  const { state, cast } = useVote(output, voted);
  const [receipt, setReceipt] = useState(props.receiptOpen === true);
  const [seen, setSeen] = useState(false);
  const down = state.vote === 'down';
  return (
    <div className="mt-3">
      <div className="-ml-2 flex items-center text-faint transition-colors duration-90 focus-within:text-text hover:text-text">
        <ReceiptButton charged={output.charged} open={receipt} toggle={() => setReceipt(!receipt)} />
        {mayVote && <Votes vote={state.vote} charged={output.charged} cast={(vote) => void cast(vote)} />}
        {again && (
          <button
            type="button"
            className="icon-button"
            aria-label="Write it again"
            title="Write it again"
            onClick={again}
          >
            <RotateCcw aria-hidden="true" className="size-4" strokeWidth={1.75} />
          </button>
        )}
        {props.textless !== true && (
          <More {...props} showReceipt={() => setReceipt(true)} showSeen={() => setSeen(true)} />
        )}
      </div>
      {mayVote && (down || state.refusal) && <VotePanel {...props} state={state} cast={cast} />}
      {receipt && <ReceiptPanel output={output.output} close={() => setReceipt(false)} />}
      {seen && <SeenPanel output={output.output} close={() => setSeen(false)} />}
    </div>
  );
}

export function Votes(props: {
  readonly vote: Vote;
  readonly charged: number;
  readonly cast: (vote: Vote) => void;
}) {
  const up = props.vote === 'up';
  const down = props.vote === 'down';
  const fill = (on: boolean) => (on ? 'currentColor' : 'none');
  return (
    <>
      <button
        type="button"
        className="icon-button aria-pressed:text-ink"
        aria-pressed={up}
        aria-label="Upvote"
        onClick={() => props.cast(up ? 'none' : 'up')}
      >
        <ThumbsUp aria-hidden="true" className="size-4" strokeWidth={1.75} fill={fill(up)} />
      </button>
      <button
        type="button"
        className="icon-button aria-pressed:text-ink"
        aria-pressed={down}
        aria-label={`Downvote, refunds ${credits(props.charged)}`}
        onClick={() => props.cast(down ? 'none' : 'down')}
      >
        <ThumbsDown aria-hidden="true" className="size-4" strokeWidth={1.75} fill={fill(down)} />
      </button>
    </>
  );
}

function More(props: Props & { readonly showReceipt: () => void; readonly showSeen: () => void }) {
  const { output, discard } = props;
  const copy = async () => {
    await navigator.clipboard.writeText(output.text);
    announce('Copied.');
  };
  return (
    <Menu label={`More for output ${output.index + 1}`} Icon={Ellipsis} opens="right" className="w-52">
      <MenuItem Icon={ReceiptIcon} act={props.showReceipt}>
        Receipt
      </MenuItem>
      {output.text !== '' && (
        <MenuItem Icon={Copy} act={() => void copy()}>
          Copy
        </MenuItem>
      )}
      <MenuItem Icon={Eye} act={props.showSeen}>
        What the model saw
      </MenuItem>
      {discard && (
        <MenuItem Icon={Trash2} act={() => discard(output.output)}>
          Remove
        </MenuItem>
      )}
    </Menu>
  );
}

interface PanelProps extends Props {
  readonly state: VoteState;
  readonly cast: (vote: 'down' | 'none', reason?: string | null, share?: boolean) => Promise<void>;
}

/** What a downvote brought, why it was given, and what helps against the next one. */
export function VotePanel(props: PanelProps) {
  const { state, cast, output, edit, discard } = props;
  const { support } = useSession();
  const help = helpLink(support, output.output);
  if (state.vote !== 'down') return <p className="mt-2 text-13">{state.refusal}</p>;
  return (
    <div className="mt-2 border-l-2 border-good pl-3 text-13">
      <p>
        {state.words ? (
          <>
            <strong className="text-good">{state.words.strong}</strong> {state.words.rest}{' '}
          </>
        ) : (
          <>Downvoted. {output.refunded > 0 && `${credits(output.refunded)} came back. `}</>
        )}
        <button type="button" className="link" onClick={() => void cast('none')}>
          Undo
        </button>
      </p>
      {state.refusal && <p className="mt-1 text-bad">{state.refusal}</p>}
      <fieldset className="mt-2">
        <legend className="sr-only">What was wrong with it?</legend>
        <div className="flex flex-wrap gap-x-1 gap-y-1">
          {REASONS.map((reason) => (
            <button
              key={reason}
              type="button"
              aria-pressed={state.reason === reason}
              className="min-h-8 rounded-control border border-edge px-2 hover:bg-ink-wash aria-pressed:border-ink aria-pressed:bg-ink-wash aria-pressed:text-ink pointer-coarse:min-h-11"
              onClick={() => void cast('down', reason)}
            >
              {reason}
            </button>
          ))}
        </div>
      </fieldset>
      {props.textless !== true && <ShareText state={state} cast={cast} />}
      {state.tips.length > 0 && (
        <ul className="mt-2 list-disc pl-4 text-muted" aria-label={count(state.tips.length, 'tip')}>
          {state.tips.slice(0, 2).map((tip) => (
            <li key={tip}>{tip}</li>
          ))}
        </ul>
      )}
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {edit && (
          <button type="button" className="link" onClick={edit}>
            Edit input and retry
          </button>
        )}
        {help && (
          <a className="link" href={help}>
            Get help with this output
          </a>
        )}
        {discard && (
          <button type="button" className="link" onClick={() => discard(output.output)}>
            Remove passage
          </button>
        )}
      </p>
    </div>
  );
}

/** Staff read a text only where this is ticked; it is off until somebody ticks it. */
function ShareText({ state, cast }: Pick<PanelProps, 'state' | 'cast'>) {
  return (
    <label className="mt-2 flex min-h-6 w-fit items-center gap-2 pointer-coarse:min-h-11">
      <input
        type="checkbox"
        className="accent-ink"
        checked={state.shared}
        onChange={(event) => void cast('down', state.reason, event.target.checked)}
      />
      Share this text with the support team
    </label>
  );
}

function helpLink(
  support: { readonly email: string | null; readonly url: string | null },
  output: string,
): string | null {
  if (support.url) return support.url;
  if (!support.email) return null;
  return `mailto:${support.email}?subject=${encodeURIComponent(`Help with output ${output}`)}`;
}
