import { type Client, type ClientOptions, createClient } from '@inkwell/sdk';
import { type InkwellOptions, inkwell } from '@inkwell/sdk/ai';
import { type LanguageModel, wrapLanguageModel } from 'ai';
import { expect } from 'vitest';
import { OPERATOR, type World, openWorld } from '../http/harness.ts';

type Model = Exclude<LanguageModel, string>;

export interface Shop {
  world: World;
  /** With the operator's key. */
  operator: Client;
  /** A new account that has `credits` left, and a client with a key of its own. */
  account(credits?: number, options?: ClientOptions): Promise<{ account: string; client: Client }>;
  /** The model, paid by the account's `ines`. */
  paid(model: Model, options: Omit<InkwellOptions, 'member'> & { member?: string }): Model;
  /** Every account that a test made verifies, and holds nothing. */
  audit(): Promise<void>;
}

/** A running server, seen from an app that has installed the SDK. */
export async function openShop(): Promise<Shop> {
  const world = await openWorld('postgres');
  const operator = createClient({ base_url: world.url, key: OPERATOR });
  const made: string[] = [];
  return {
    world,
    operator,
    async account(credits, options = {}) {
      const account = await world.account();
      made.push(account);
      if (credits !== undefined) {
        const { available } = await operator.accounts.balance(account);
        const spend = {
          output: 'before',
          member: 'before',
          source: 'api',
          words: available - credits,
        } as const;
        await operator.charges.create(account, spend);
      }
      const key = await world.workspaceKey(account);
      return { account, client: createClient({ base_url: world.url, key, ...options }) };
    },
    paid: (model, options) =>
      wrapLanguageModel({ model, middleware: inkwell({ member: 'ines', ...options }) }),
    async audit() {
      for (const account of made.splice(0)) {
        expect(await operator.accounts.verify(account)).toMatchObject({ ok: true });
        expect(await operator.accounts.balance(account)).toMatchObject({ held: 0 });
      }
    },
  };
}
