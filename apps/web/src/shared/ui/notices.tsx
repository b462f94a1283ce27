import { X } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { app } from '../api/client.ts';
import { dismissNotice, useLive } from '../api/live.ts';
import { useSession } from '../api/session.ts';
import { noticeSentence } from '../format/notice.ts';
import { announce } from './announce.ts';

const TOAST_MS = 6_000;

/** Who awarded what the newest notice tells of; undefined while that is being read, null where it was nobody. */
function useAwarder(): string | null | undefined {
  const { account } = useSession();
  const figures = useLive().notices.at(-1)?.notice.figures;
  const grant = figures?.source === 'staff' && typeof figures.grant === 'string' ? figures.grant : null;
  const earn = useQuery({
    queryKey: ['earn', account, grant],
    queryFn: () => app.earn.get(),
    enabled: grant !== null,
  });
  if (grant === null || earn.isError) return null;
  return earn.data && (earn.data.earned.find((one) => one.grant === grant)?.by ?? null);
}

/** The newest notice: one quiet toast first, then a line by the meter until it is put away. */
export function NoticeLine() {
  const { notices, balance } = useLive();
  const by = useAwarder();
  const newest = notices.at(-1);
  if (!newest) return null;
  return (
    <p className="flex items-start gap-1 px-4 pb-2 text-12 text-muted">
      <span className="flex-1 py-0.5">{noticeSentence(newest.notice, balance, by)}</span>
      <button
        type="button"
        className="icon-button -mr-2 size-6"
        aria-label="Put this notice away"
        onClick={() => dismissNotice(newest.id)}
      >
        <X aria-hidden="true" className="size-3" />
      </button>
    </p>
  );
}

export function Toast() {
  const { notices, balance } = useLive();
  const newest = notices.at(-1);
  const by = useAwarder();
  const [gone, setGone] = useState(0);
  // Told once its awarder is known, so that it is not told twice.
  const id = by === undefined ? 0 : (newest?.id ?? 0);
  const sentence = newest ? noticeSentence(newest.notice, balance, by) : '';
  useEffect(() => {
    if (id === 0) return;
    announce(sentence);
    const timer = setTimeout(() => setGone(id), TOAST_MS);
    return () => clearTimeout(timer);
    // The sentence belongs to the notice: only a new notice is announced.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  if (!newest || id === 0 || gone === id) return null;
  return (
    <section
      aria-label="Notice"
      className="popover fixed bottom-4 left-1/2 z-20 max-w-[calc(100vw-32px)] -translate-x-1/2 px-4 py-3"
    >
      {sentence}
    </section>
  );
}
