import { Link, useSearch } from '@tanstack/react-router';
import { useAccount } from '../../shared/api/queries.ts';
import { dayKey, dayOfKey } from '../../shared/format/date.ts';
import { Page } from '../../shared/ui/page.tsx';
import { EarlierRuns } from '../write/earlier.tsx';

/** Every run of the workspace with its outputs, marks and receipts; one day of them where the address names it. */
export function HistoryPage() {
  const { day } = useSearch({ from: '/history' });
  const zone = useAccount().data?.time_zone ?? 'UTC';
  return (
    <Page
      title="History"
      wide
      aside={
        day && (
          <p>
            {dayOfKey(day)} only.{' '}
            <Link to="/history" className="link">
              Show every day
            </Link>
          </p>
        )
      }
    >
      {day ? (
        <EarlierRuns
          keep={(run) => dayKey(run.created_at, zone) === day}
          empty="No run of that day among those read so far."
        />
      ) : (
        <EarlierRuns empty="Nothing written yet." />
      )}
    </Page>
  );
}
