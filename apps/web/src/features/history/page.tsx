import { EarlierRuns } from '../write/earlier.tsx';
import { Page } from '../../shared/ui/page.tsx';

/** Every run of the workspace with its outputs, marks and receipts. */
export function HistoryPage() {
  return (
    <Page title="History" wide>
      <EarlierRuns empty="Nothing written yet." />
    </Page>
  );
}
