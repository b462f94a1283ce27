import { Page } from '../../shared/ui/page.tsx';

export function HelpPage() {
  return <Page title="How credits work">{null}</Page>;
}
