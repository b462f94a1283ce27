import type { Catalogue, Plan } from '@inkwell/engine';
import type { Queryable } from './database.ts';

/** The plans that an instance ships with; after that the catalogue is data (E5). Yearly costs ten months. */
const tier = (id: string, name: string, monthly_credits: number, monthly_dollars: number): Plan => ({
  id,
  name,
  version: 1,
  effective_at: 0,
  monthly_credits,
  monthly_price_cents: monthly_dollars * 100,
  yearly_price_cents: monthly_dollars * 1000,
  trial_credits: 10_000,
  trial_days: 5,
  refund_ratio_bp: 2_000,
  currency: 'usd',
});

export const DEFAULT_PLANS: Plan[] = [
  tier('starter', 'Starter', 20_000, 29),
  tier('pro', 'Pro', 50_000, 59),
  tier('team', 'Team', 100_000, 99),
  tier('studio', 'Studio', 175_000, 159),
  tier('press', 'Press', 300_000, 249),
];

/** A catalogue over a list of versions; the newest version that is in force at an instant wins. */
export class PlanCatalogue implements Catalogue {
  readonly #versions = new Map<string, Plan[]>();

  constructor(plans: Plan[]) {
    for (const plan of plans.toSorted((a, b) => b.effective_at - a.effective_at || b.version - a.version))
      this.#versions.set(plan.id, [...(this.#versions.get(plan.id) ?? []), plan]);
  }

  planAt(plan: string, at: number): Plan | undefined {
    return this.#versions.get(plan)?.find((version) => version.effective_at <= at);
  }

  /** The plans in force at an instant, smallest first. */
  plansAt(at: number): Plan[] {
    const plans = [...this.#versions.keys()]
      .map((id) => this.planAt(id, at))
      .filter((plan) => plan !== undefined);
    return plans.sort((a, b) => a.monthly_credits - b.monthly_credits || (a.id < b.id ? -1 : 1));
  }
}

export async function readPlans(db: Queryable): Promise<Plan[]> {
  const rows = await db.query<{ plan: string; version: number; effective_at: number; definition: string }>(
    'select plan, version, effective_at, definition from ledger.plan',
  );
  return rows.map(({ plan, version, effective_at, definition }) => ({
    ...(JSON.parse(definition) as Omit<Plan, 'id' | 'version' | 'effective_at'>),
    id: plan,
    version,
    effective_at,
  }));
}

/** Stores a new version of a plan. The caller has made sure that it takes effect after every process has read it. */
export async function writePlan(db: Queryable, plan: Plan): Promise<void> {
  const { id, version, effective_at, ...definition } = plan;
  await db.query(
    `insert into ledger.plan (plan, version, effective_at, definition) values ($1, $2, $3, $4)
     on conflict (plan, version) do nothing`,
    [id, version, effective_at, JSON.stringify(definition)],
  );
}
