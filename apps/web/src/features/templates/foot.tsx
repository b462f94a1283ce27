import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { Vote } from '../../shared/api/types.ts';
import { announce } from '../../shared/ui/announce.ts';
import { VotePanel, Votes } from '../write/mark.tsx';
import { ReceiptButton, ReceiptPanel } from '../write/receipt.tsx';
import type { OutputState } from '../write/run-state.ts';
import { useVote } from '../write/use-vote.ts';
import { InsertButton } from './insert.tsx';
import { saveOutput } from './queries.ts';
import { StarButton } from './star.tsx';

/** What stands under a finished output: its cost, and what can be done with it. */
export function Foot(props: {
  readonly template: string;
  readonly title: string;
  readonly output: OutputState;
  readonly saved: boolean;
  readonly edit: () => void;
  readonly voted: (vote: Vote) => void;
}) {
  const { template, output, saved, voted } = props;
  const { state, cast } = useVote(output, voted);
  const [receipt, setReceipt] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(output.text);
    announce('Copied.');
  };
  return (
    <div>
      <div className="-ml-2 flex h-11 items-center text-faint transition-colors duration-90 focus-within:text-text hover:text-text">
        <ReceiptButton charged={output.charged} open={receipt} toggle={() => setReceipt(!receipt)} />
        <button
          type="button"
          className="icon-button"
          aria-label="Copy"
          title="Copy"
          onClick={() => void copy()}
        >
          <Copy aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </button>
        <InsertButton passage={output} title={props.title} />
        <Votes vote={state.vote} charged={output.charged} cast={(vote) => void cast(vote)} />
        <StarButton on={saved} label="Save" onChange={(on) => void saveOutput(template, output.output, on)} />
      </div>
      {(state.vote === 'down' || state.refusal) && (
        <VotePanel output={output} edit={props.edit} state={state} cast={cast} />
      )}
      {receipt && <ReceiptPanel output={output.output} close={() => setReceipt(false)} />}
    </div>
  );
}
