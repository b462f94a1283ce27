import type { Billing } from '@inkwell/contract/types';
import { pastDueSentence } from './sentences.ts';
import { leaveFor } from './use-pay.ts';

/** A renewal that could not be paid, before everything else. */
export function PastDue(props: {
  readonly past_due: NonNullable<Billing['past_due']>;
  readonly zone: string;
}) {
  const { past_due, zone } = props;
  const { url } = past_due;
  return (
    <div
      role="alert"
      className="mb-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-l-2 border-bad bg-bad-wash px-4 py-3"
    >
      <p className="min-w-0 flex-1 basis-72">{pastDueSentence(past_due, zone)}</p>
      {url !== null && (
        <button type="button" className="button" onClick={() => leaveFor(url)}>
          Pay the invoice
        </button>
      )}
    </div>
  );
}
