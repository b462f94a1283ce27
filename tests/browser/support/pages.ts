/** Every page that people see, by name. */
export const PAGES = {
  write: '/',
  history: '/history',
  usage: '/settings/usage',
  billing: '/settings/billing',
  'edit-plan': '/settings/billing/plan',
  help: '/help',
} as const;

export const THEMES = ['light', 'dark'] as const;
