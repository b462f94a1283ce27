/** Every page that people see, by name. */
export const PAGES = {
  document: '/',
  commands: '/commands',
  history: '/history',
  usage: '/settings/usage',
  billing: '/settings/billing',
  'edit-plan': '/settings/billing/plan',
  team: '/settings/team',
  workspace: '/settings/workspace',
  keys: '/settings/keys',
  webhooks: '/settings/webhooks',
  you: '/settings/you',
  help: '/help',
} as const;

export const THEMES = ['light', 'dark'] as const;
