import { StaffPage } from './frame.tsx';
import { Promos } from './promos.tsx';
import { Referrals } from './referrals.tsx';

export function EarningPage() {
  return (
    <StaffPage title="Codes and referrals">
      <Promos />
      <Referrals />
    </StaffPage>
  );
}
