import { Page } from '../../shared/ui/page.tsx';

export function UsagePage() {
  return <Page title="Usage">{null}</Page>;
}
