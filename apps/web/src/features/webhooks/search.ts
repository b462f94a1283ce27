import type { Delivery } from '../../shared/api/types.ts';

/** What the log of a webhook shows, as the address keeps it. */
export interface DeliverySearch {
  readonly state?: Delivery['state'];
  /** The delivery that is open. */
  readonly delivery?: string;
}

const STATES = ['waiting', 'delivered', 'dead'] as const;

/** What is not known is left out. */
export function deliverySearch(raw: Record<string, unknown>): DeliverySearch {
  const state = STATES.find((one) => one === raw.state);
  const { delivery } = raw;
  return {
    ...(state === undefined ? {} : { state }),
    ...(typeof delivery === 'string' && /^msg_[0-9a-f]+$/.test(delivery) ? { delivery } : {}),
  };
}
