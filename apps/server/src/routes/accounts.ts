import type { Routes } from '@inkwell/contract';
import type { Ledger } from '@inkwell/ledger';
import { type Plan, grantView } from '@inkwell/engine';
import { type Caller, type Handlers, ok, refuse, resultOf } from '../http/call.ts';
import { recordedAward, recordedRevoke } from '../staff/awards.ts';
import type { AwardParts } from '../staff/parts.ts';
import { change, cursorOf, pageOf, read } from './context.ts';

const planView = (plan: Plan) => ({
  id: plan.id,
  name: plan.name,
  monthly_credits: plan.monthly_credits,
  monthly_price_cents: plan.monthly_price_cents,
  yearly_price_cents: plan.yearly_price_cents,
  trial_credits: plan.trial_credits,
  trial_days: plan.trial_days,
  refund_ratio: plan.refund_ratio_bp / 10_000,
  currency: plan.currency,
});

type AccountRoutes = Pick<
  Routes,
  | 'listPlans'
  | 'putAccount'
  | 'getAccount'
  | 'patchAccount'
  | 'getBalance'
  | 'editPlan'
  | 'withdrawPlanEdit'
  | 'pauseAccount'
  | 'resumeAccount'
  | 'cancelAccount'
  | 'withdrawCancel'
  | 'convertTrial'
>;

/** The catalogue; accounts, their plan and their phase. */
export const accountHandlers = (ledger: Ledger): Handlers<AccountRoutes> => ({
  listPlans: () => ok({ data: ledger.catalogue.plansAt(ledger.now()).map(planView), next_cursor: null }),
  putAccount: (call) => {
    const { anchor, ...body } = call.body;
    const anchor_at = anchor === undefined ? undefined : Date.parse(anchor);
    return change(ledger, call, { op: 'create_account', ...body, anchor_at });
  },
  getAccount: (call) => read(ledger, call, (loaded) => ok(ledger.reads.accountOf(loaded))),
  patchAccount: (call) => change(ledger, call, { op: 'change_settings', ...call.body }),
  getBalance: (call) => read(ledger, call, (loaded) => ok(ledger.reads.balanceOf(loaded))),
  editPlan: (call) => {
    const { preview, ...edit } = call.body;
    if (!preview) {
      if (call.caller.kind !== 'workspace_key') return change(ledger, call, { op: 'edit_plan', ...edit });
      return refuse('not_allowed', 'A workspace key may preview an edit and nothing more.');
    }
    return read(ledger, call, (loaded) => {
      const { account } = call.params;
      const seen = ledger.reads.preview(loaded, {
        op: 'edit_plan',
        account,
        key: call.idempotency_key,
        actor: call.caller.actor,
        ...edit,
      });
      return isRefusal(seen) ? refuse(seen.code, seen.detail, seen.figures) : ok(seen);
    });
  },
  withdrawPlanEdit: (call) => change(ledger, call, { op: 'withdraw_edit' }),
  pauseAccount: (call) => change(ledger, call, { op: 'pause' }),
  resumeAccount: (call) => change(ledger, call, { op: 'resume' }),
  cancelAccount: (call) => change(ledger, call, { op: 'cancel', ...call.body }),
  withdrawCancel: (call) => change(ledger, call, { op: 'withdraw_cancel' }),
  convertTrial: (call) => change(ledger, call, { op: 'convert_trial' }),
});

type Preview = ReturnType<Ledger['reads']['preview']>;
type PreviewRefusal = Extract<Preview, { code: string; detail: string }>;
const isRefusal = (seen: Preview): seen is PreviewRefusal => 'code' in seen && 'detail' in seen;

type MemberRoutes = Pick<
  Routes,
  'listMembers' | 'putMember' | 'deleteMember' | 'awardGrant' | 'listGrants' | 'revokeGrant'
>;

/** What the record says of an award by an operator's key: it names nobody. */
const noteOf = ({ kind }: Caller, way: string): string | null => (kind === 'operator' ? way : null);

/** Members' use and caps, and grants; `way` is how operators come here, for the record of awards. */
export const memberHandlers = (ledger: Ledger, awards: AwardParts, way: string): Handlers<MemberRoutes> => ({
  listMembers: (call) =>
    read(ledger, call, (loaded) => {
      const { limit, cursor } = call.query;
      const members = ledger.reads.members(loaded);
      const rest = cursor === undefined ? members : members.filter(({ member }) => member > cursor);
      return ok(pageOf(rest, limit, ({ member }) => member));
    }),
  putMember: (call) =>
    change(ledger, call, { op: 'set_member_cap', member: call.params.member, cap: call.body.cap }),
  deleteMember: (call) => change(ledger, call, { op: 'remove_member_cap', member: call.params.member }),
  awardGrant: async ({ caller, params, body, idempotency_key: key }) => {
    const note = noteOf(caller, way);
    return resultOf(await recordedAward(awards, caller, { ...params, ...body, key, note }));
  },
  listGrants: (call) =>
    read(ledger, call, async (loaded) => {
      const { limit } = call.query;
      const before = cursorOf(call.query.cursor);
      if (typeof before !== 'number') return before;
      const rows = await ledger.reads.grants(loaded, before, limit + 1);
      const page = pageOf(rows, limit, ({ grant }) => String(grant.seq));
      const data = page.data.map(({ grant, ends_at }) => grantView(loaded.state, grant, ends_at));
      return ok({ ...page, data });
    }),
  revokeGrant: async ({ caller, params, body, idempotency_key: key }) => {
    const note = noteOf(caller, way);
    return resultOf(await recordedRevoke(awards, caller, { ...params, ...body, key, note }));
  },
});
