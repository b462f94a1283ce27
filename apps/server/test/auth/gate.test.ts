import { describe, expect, test } from 'vitest';
import { Gate } from '../../src/auth/gate.ts';
import type { AuthStore } from '../../src/auth/store.ts';

const KEY = { key_id: 'key_1', account: 'acme', is_revoked: false };
const PERSON = {
  session: 'ses_1',
  member: 'ines',
  name: 'Ines',
  staff: false,
  account: 'acme',
  workspace: 'Acme',
  role: 'member',
} as const;

/** A gate whose store answers when it is told to. */
function held() {
  const asked: { answer: (found: unknown) => void }[] = [];
  const ask = () => new Promise((answer) => asked.push({ answer }));
  const store = { keyOf: ask, personOf: ask } as unknown as AuthStore;
  return { gate: new Gate(store, [], () => 0), asked };
}

describe('what was being read while it was taken away', () => {
  test.each([
    ['a key', { authorization: 'Bearer ink_ws_1' }, KEY, { ...KEY, is_revoked: true }],
    ['a session', { cookie: 'inkwell_session=ink_se_1' }, PERSON, undefined],
  ] as const)('%s is good for that request and for no later one', async (_, headers, found, then) => {
    const { gate, asked } = held();
    const first = gate.callerOf(new Headers(headers));
    // It is revoked, and all that was read forgotten, before the store's answer arrives.
    gate.forget();
    asked[0]!.answer(found);
    expect(await first).toMatchObject({ account: 'acme' });
    const second = gate.callerOf(new Headers(headers));
    expect(asked).toHaveLength(2);
    asked[1]!.answer(then);
    expect(await second).toBeNull();
  });
});
