import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Where deliveries may go. Somebody who can register an address could otherwise have this server call what only it can
 * reach: its own ports, the machines beside it, the credentials that a cloud hands out on a link-local address.
 */

function blocks(family: 'ipv4' | 'ipv6', subnets: [string, number][]): BlockList {
  const list = new BlockList();
  for (const [net, bits] of subnets) list.addSubnet(net, bits, family);
  return list;
}

/** Somebody's own network, this machine included: reached only where the instance allows it. */
const OWN_V4 = blocks('ipv4', [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
]);
const OWN_V6 = blocks('ipv6', [
  ['::1', 128],
  ['fc00::', 7],
]);

/** Reserved, link-local, for documentation, for many at once: nobody receives webhooks there. */
const NEVER_V4 = blocks('ipv4', [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);
/** Of IPv6 only the global unicast space is public, less what embeds or tunnels other addresses or is reserved. */
const GLOBAL_V6 = blocks('ipv6', [['2000::', 3]]);
const NEVER_V6 = blocks('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);

/** `public`: anybody's; `own`: of this machine or a private network; `never`: nowhere that a receiver can be. */
export type Reach = 'public' | 'own' | 'never';

/** What kind of place an IP address is. Text that is none is `never`. */
export function reachOf(address: string): Reach {
  if (isIPv4(address)) {
    if (OWN_V4.check(address, 'ipv4')) return 'own';
    return NEVER_V4.check(address, 'ipv4') ? 'never' : 'public';
  }
  if (!isIPv6(address)) return 'never';
  if (OWN_V6.check(address, 'ipv6')) return 'own';
  return GLOBAL_V6.check(address, 'ipv6') && !NEVER_V6.check(address, 'ipv6') ? 'public' : 'never';
}

export const mayReach = (address: string, allow_own: boolean): boolean => {
  const reach = reachOf(address);
  return reach === 'public' || (allow_own && reach === 'own');
};
