import type { Delivery, DeliveryDetail, Webhook } from '@inkwell/contract';
import { instantText } from '@inkwell/engine';
import type { AttemptRow, DeliveryRow } from './deliveries.ts';
import type { WebhookRow } from './store.ts';

/** Rows as the contract shows them. */

const instantOrNull = (at: number | null) => (at === null ? null : instantText(at));

export function webhookView(row: WebhookRow, now: number): Webhook {
  const { webhook, account, url, types, description, state, off_because, waiting, dead, created_by } = row;
  const { old_secret_until: until } = row;
  return {
    webhook,
    account,
    url,
    types,
    description,
    state,
    off_because,
    failing_since: instantOrNull(row.failing_since),
    last_delivered_at: instantOrNull(row.last_delivered_at),
    waiting,
    dead,
    old_secret_until: until !== null && until > now ? instantText(until) : null,
    created_by,
    created_at: instantText(row.created_at),
  };
}

export function deliveryView(row: DeliveryRow): Delivery {
  const { delivery, webhook, account, seq, type, state, status, tries } = row;
  return {
    delivery,
    webhook,
    account,
    seq,
    type,
    state,
    status,
    tries,
    created_at: instantText(row.created_at),
    next_at: state === 'waiting' ? instantText(row.next_at) : null,
    ended_at: instantOrNull(row.ended_at),
  };
}

export function deliveryDetail(
  row: DeliveryRow & { payload: string },
  attempts: AttemptRow[],
): DeliveryDetail {
  return {
    ...deliveryView(row),
    payload: JSON.parse(row.payload) as DeliveryDetail['payload'],
    attempts: attempts.map(({ at, took_ms, status, fault, answer }) => ({
      at: instantText(at),
      took_ms,
      status,
      fault,
      answer,
    })),
  };
}
