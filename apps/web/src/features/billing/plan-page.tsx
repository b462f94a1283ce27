import { Page } from '../../shared/ui/page.tsx';

export function PlanPage() {
  return <Page title="Edit plan">{null}</Page>;
}
