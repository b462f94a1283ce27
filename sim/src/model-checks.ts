import type { KeyedCommand } from '@inkwell/engine';

/** `invalid_request`, and the fingerprint of a request after its defaults (K1). */

/** Whether a request makes sense at an instant. That its fields are well formed is the contract's to see to. */
export function isSound(command: KeyedCommand, at: number): boolean {
  if (command.op !== 'create_account' || command.anchor_at === undefined) return true;
  return command.anchor_at <= at && command.trial !== true;
}

const DEFAULTS: { [op in KeyedCommand['op']]?: Record<string, unknown> } = {
  hold: { mode: 'exact', min: 1, ttl_s: 600, source: 'api' },
  settle: { excess: 'cap', labels: [] },
  charge: { labels: [] },
  cancel: { when: 'cycle_end' },
  award: { source: 'staff' },
};

/** The request as text: what it names and its defaults; not its key, nor who asked. */
export function requestText(command: KeyedCommand): string {
  const { key: _key, actor: _actor, ...asked } = command;
  const full: Record<string, unknown> = { ...DEFAULTS[command.op] };
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) full[name] = value;
  return JSON.stringify(
    Object.keys(full)
      .sort()
      .map((name) => [name, full[name]]),
  );
}
