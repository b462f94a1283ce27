import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Checklist, useFirstSteps } from './features/first-run/checklist.tsx';
import { HistoryPage } from './features/history/page.tsx';
import { historySearch } from './features/history/search.ts';
import { TrialBanner } from './features/mail/banner.tsx';
import { PaletteHost } from './features/palette/host.tsx';
import { keysSearch } from './features/settings/keys-search.ts';
import { staffSearch } from './features/staff/search.ts';
import { newSearch } from './features/templates/search.ts';
import { usageSearch } from './features/usage/search.ts';
import { deliverySearch } from './features/webhooks/search.ts';
import { CommandPage } from './features/write/command-page.tsx';
import { WritePage } from './features/write/page.tsx';
import { Frame } from './shared/ui/frame.tsx';
import { NotFound } from './shared/ui/page.tsx';
import { Failure, Loading } from './shared/ui/states.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: NotFound });

const write = createRoute({ getParentRoute: () => root, path: '/', component: WritePage });
const commands = createRoute({
  getParentRoute: () => root,
  path: '/commands',
  component: () => <CommandPage />,
});
const document = createRoute({
  getParentRoute: () => root,
  path: '/documents/$document',
  component: lazyRouteComponent(() => import('./features/documents/page.tsx'), 'DocumentPage'),
});
const history = createRoute({
  getParentRoute: () => root,
  path: '/history',
  validateSearch: historySearch,
  component: HistoryPage,
});
const templates = createRoute({
  getParentRoute: () => root,
  path: '/templates',
  component: lazyRouteComponent(() => import('./features/templates/gallery.tsx'), 'GalleryPage'),
});
const newTemplate = createRoute({
  getParentRoute: () => root,
  path: '/templates/new',
  validateSearch: newSearch,
  component: lazyRouteComponent(() => import('./features/templates/own-page.tsx'), 'NewTemplatePage'),
});
const template = createRoute({
  getParentRoute: () => root,
  path: '/templates/$template',
  component: lazyRouteComponent(() => import('./features/templates/run-page.tsx'), 'TemplatePage'),
});
const editTemplate = createRoute({
  getParentRoute: () => root,
  path: '/templates/$template/edit',
  component: lazyRouteComponent(() => import('./features/templates/own-page.tsx'), 'EditTemplatePage'),
});
const usage = createRoute({
  getParentRoute: () => root,
  path: '/settings/usage',
  validateSearch: usageSearch,
  component: lazyRouteComponent(() => import('./features/usage/page.tsx'), 'UsagePage'),
});
const billing = createRoute({
  getParentRoute: () => root,
  path: '/settings/billing',
  component: lazyRouteComponent(() => import('./features/billing/page.tsx'), 'BillingPage'),
});
const plan = createRoute({
  getParentRoute: () => root,
  path: '/settings/billing/plan',
  component: lazyRouteComponent(() => import('./features/billing/plan-page.tsx'), 'PlanPage'),
});
const team = createRoute({
  getParentRoute: () => root,
  path: '/settings/team',
  component: lazyRouteComponent(() => import('./features/team/page.tsx'), 'TeamPage'),
});
const workspace = createRoute({
  getParentRoute: () => root,
  path: '/settings/workspace',
  component: lazyRouteComponent(() => import('./features/settings/workspace-page.tsx'), 'WorkspacePage'),
});
const newWorkspace = createRoute({
  getParentRoute: () => root,
  path: '/workspaces/new',
  component: lazyRouteComponent(() => import('./features/settings/workspace-page.tsx'), 'NewWorkspacePage'),
});
const keys = createRoute({
  getParentRoute: () => root,
  path: '/settings/keys',
  validateSearch: keysSearch,
  component: lazyRouteComponent(() => import('./features/settings/keys-page.tsx'), 'KeysPage'),
});
const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/settings/webhooks',
  component: lazyRouteComponent(() => import('./features/webhooks/list-page.tsx'), 'WebhooksPage'),
});
const webhook = createRoute({
  getParentRoute: () => root,
  path: '/settings/webhooks/$webhook',
  validateSearch: deliverySearch,
  component: lazyRouteComponent(() => import('./features/webhooks/webhook-page.tsx'), 'WebhookPage'),
});
const you = createRoute({
  getParentRoute: () => root,
  path: '/settings/you',
  component: lazyRouteComponent(() => import('./features/settings/you-page.tsx'), 'YouPage'),
});
const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  component: lazyRouteComponent(() => import('./features/help/page.tsx'), 'HelpPage'),
});

const earn = createRoute({
  getParentRoute: () => root,
  path: '/earn',
  component: lazyRouteComponent(() => import('./features/earn/page.tsx'), 'EarnPage'),
});
const staff = createRoute({
  getParentRoute: () => root,
  path: '/staff',
  validateSearch: staffSearch,
  component: lazyRouteComponent(() => import('./features/staff/find-page.tsx'), 'FindPage'),
});
const staffWorkspace = createRoute({
  getParentRoute: () => root,
  path: '/staff/workspaces/$account',
  component: lazyRouteComponent(() => import('./features/staff/workspace-page.tsx'), 'StaffWorkspacePage'),
});
const staffFeedback = createRoute({
  getParentRoute: () => root,
  path: '/staff/feedback',
  component: lazyRouteComponent(() => import('./features/staff/feedback-page.tsx'), 'FeedbackPage'),
});
const staffCodes = createRoute({
  getParentRoute: () => root,
  path: '/staff/earning',
  component: lazyRouteComponent(() => import('./features/staff/earning-page.tsx'), 'EarningPage'),
});
const staffActs = createRoute({
  getParentRoute: () => root,
  path: '/staff/acts',
  component: lazyRouteComponent(() => import('./features/staff/acts-page.tsx'), 'ActsPage'),
});
const staffInstance = createRoute({
  getParentRoute: () => root,
  path: '/staff/instance',
  component: lazyRouteComponent(() => import('./features/staff/instance-page.tsx'), 'InstancePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    write,
    commands,
    document,
    history,
    templates,
    newTemplate,
    template,
    editTemplate,
    usage,
    billing,
    plan,
    help,
    team,
    workspace,
    newWorkspace,
    keys,
    webhooks,
    webhook,
    you,
    earn,
    staff,
    staffWorkspace,
    staffFeedback,
    staffCodes,
    staffActs,
    staffInstance,
  ]),
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: () => (
    <div className="px-12 pt-8">
      <Loading label="Opening the page" />
    </div>
  ),
  defaultErrorComponent: ({ reset }) => (
    <div className="px-12 pt-8">
      <Failure what="This page could not be shown." retry={reset} />
    </div>
  ),
});

function Root() {
  const first = useFirstSteps();
  return (
    <>
      <Frame
        before={<TrialBanner />}
        above={
          first && {
            full: <Checklist shape="full" first={first} />,
            narrow: <Checklist shape="narrow" first={first} />,
            strip: <Checklist shape="strip" first={first} />,
          }
        }
      />
      <PaletteHost />
    </>
  );
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
