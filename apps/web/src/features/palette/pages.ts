import type { Session } from '../../shared/api/types.ts';

/** The pages that the palette goes to, with other words for them. */
const PAGES = [
  { to: '/', name: 'Write', also: 'document editor' },
  { to: '/commands', name: 'Commands', also: 'write outputs run' },
  { to: '/templates', name: 'Templates', also: 'gallery generate' },
  { to: '/history', name: 'History', also: 'runs outputs votes receipts' },
  { to: '/settings/usage', name: 'Usage', also: 'credits spent forecast' },
  { to: '/settings/billing', name: 'Billing', also: 'plan bonus refunds invoices' },
  { to: '/settings/billing/plan', name: 'Edit plan', also: 'upgrade downgrade price' },
  { to: '/settings/team', name: 'Team', also: 'members invite caps' },
  { to: '/earn', name: 'Earn credits', also: 'referral promo code bonus' },
  { to: '/settings/you', name: 'Your settings', also: 'name mail password sessions download' },
  { to: '/settings/workspace', name: 'Workspace settings', also: 'rename delete export' },
  { to: '/settings/keys', name: 'API keys', also: 'developers token requests refused log' },
  { to: '/settings/webhooks', name: 'Webhooks', also: 'developers events deliveries' },
  { to: '/help', name: 'How credits work', also: 'help words rules' },
] as const;

const FOR_STAFF = [
  { to: '/staff', name: 'Staff: workspaces', also: 'award bonus find account' },
  { to: '/staff/feedback', name: 'Staff: feedback', also: 'votes reasons' },
  { to: '/staff/earning', name: 'Staff: promo codes and referrals', also: 'approve' },
  { to: '/staff/instance', name: 'Staff: the instance', also: 'health' },
] as const;

export const pagesFor = ({ staff }: Pick<Session, 'staff'>) => (staff ? [...PAGES, ...FOR_STAFF] : PAGES);
