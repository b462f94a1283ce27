import { StaffPage } from './frame.tsx';
import { Promos } from './promos.tsx';
import { Referrals } from './referrals.tsx';

export function EarningPage() {
  return (
    <StaffPage title="Codes and referrals">
      <div className="-mt-8 [&>section]:border-t-0">
        <Promos />
      </div>
      <Referrals />
    </StaffPage>
  );
}
