import { Droplet, Lock } from 'lucide-react';
import { useLeft } from '../api/queries.ts';
import { useLive } from '../api/live.ts';
import type { Balance } from '../api/types.ts';
import { clock } from '../format/date.ts';
import { meterWords } from '../format/meter.ts';
import { MeterPopover } from './meter-popover.tsx';
import { useNow } from './use-now.ts';
import { Well } from './well.tsx';

const POPOVER = 'ink-meter';

/** The ink meter at the rail's foot, and as a strip on a phone. Opens the figures behind its number. */
export function Meter({ shape }: { readonly shape: 'full' | 'narrow' | 'strip' }) {
  const { balance, stale_since, rises } = useLive();
  const left = useLeft();
  const now = useNow(60_000);
  if (!balance || !left) return <MeterLoading shape={shape} />;
  const words = meterWords(balance, left.left, left.cap, now);
  const line = stale_since ? `as of ${clock(stale_since)}` : words.line;
  const name = `${words.figure} ${words.unit}. ${line}`;
  const target = `${POPOVER}-${shape}`;
  return (
    <>
      <button
        type="button"
        popoverTarget={target}
        {...(shape === 'narrow' ? { 'aria-label': name } : {})}
        className={SHAPES[shape]}
      >
        {shape === 'full' && <FullFace balance={balance} words={words} line={line} rises={rises} />}
        {shape === 'narrow' && <Well balance={balance} upright />}
        {shape === 'strip' && (
          <StripFace balance={balance} words={words} stale={stale_since !== null} line={line} />
        )}
      </button>
      <MeterPopover id={target} shape={shape} balance={balance} />
    </>
  );
}

const SHAPES = {
  full: 'block h-[72px] w-full px-4 text-left transition-colors duration-90 hover:bg-ink-wash',
  narrow: 'grid h-16 w-full place-items-center hover:bg-ink-wash',
  strip: 'block w-full px-4 pt-2 text-left',
} as const;

type Words = ReturnType<typeof meterWords>;

function FullFace(props: {
  readonly balance: Balance;
  readonly words: Words;
  readonly line: string;
  readonly rises: number;
}) {
  const { balance, words, line, rises } = props;
  return (
    <>
      <span key={rises} className={`flex items-baseline gap-2 ${rises > 0 ? 'risen' : ''}`}>
        {words.low && (
          <Droplet aria-hidden="true" className="size-4 shrink-0 self-center" strokeWidth={1.75} />
        )}
        <span className="title text-28 whitespace-nowrap">{words.figure}</span>
        <span className="truncate text-13 text-muted">{words.unit}</span>
      </span>
      <span className="mt-1 block">
        <Well balance={balance} />
      </span>
      <span className="mt-1 flex items-center gap-1 text-12 text-muted">
        {balance.phase === 'trialing' && balance.bonus.available > 0 && (
          <Lock aria-hidden="true" className="size-3 shrink-0" />
        )}
        <span className="truncate">{line}</span>
      </span>
    </>
  );
}

function StripFace(props: {
  readonly balance: Balance;
  readonly words: Words;
  readonly stale: boolean;
  readonly line: string;
}) {
  const { balance, words, stale, line } = props;
  return (
    <span className="flex items-center gap-2 text-12">
      {words.low && <Droplet aria-hidden="true" className="size-3" strokeWidth={2} />}
      <span className="title text-16">{words.figure}</span>
      <span className="text-muted">{stale ? line : words.unit}</span>
      <span className="ml-auto text-muted">{stale ? '' : line}</span>
      <span className="absolute inset-x-0 bottom-0 h-1 overflow-hidden [&>span]:h-1">
        <Well balance={balance} />
      </span>
    </span>
  );
}

function MeterLoading({ shape }: { readonly shape: keyof typeof SHAPES }) {
  return (
    <div className={`${SHAPES[shape]} text-muted`} aria-busy="true">
      {shape === 'full' ? (
        <>
          <span className="title text-28">…</span>
          <span className="mt-1 block h-2 w-full bg-sunk" />
          <span className="mt-1 block text-12">Reading the meter</span>
        </>
      ) : (
        '…'
      )}
    </div>
  );
}
