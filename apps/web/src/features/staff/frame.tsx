import type { ReactNode } from 'react';
import { useSession } from '../../shared/api/session.ts';
import { NotFound, Page } from '../../shared/ui/page.tsx';
import { Tabs } from '../../shared/ui/tabs.tsx';

const TABS = [
  { to: '/staff', label: 'Workspaces', holds: '/staff/workspaces/' },
  { to: '/staff/earning', label: 'Codes and referrals' },
  { to: '/staff/feedback', label: 'Feedback' },
  { to: '/staff/acts', label: 'Record' },
  { to: '/staff/instance', label: 'Instance' },
] as const;

/** A page of the staff console. Whoever is not staff sees what any mistyped address shows; the server refuses them too. */
export function StaffPage(props: { readonly title: string; readonly children: ReactNode }) {
  const { staff } = useSession();
  if (!staff) return <NotFound />;
  return (
    <Page title={props.title} wide>
      <Tabs label="Staff" tabs={TABS} />
      {props.children}
    </Page>
  );
}
