/** Judges the addresses of calls that somebody typed, so that no call is a way into the network of the bot (SSRF). */
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * What an IP address leads to. `private`: RFC 1918 and unique-local addresses. `reserved`: what no call may reach: link-local addresses, the
 * metadata services of clouds, and all else that belongs to no server on the internet.
 */
export type Network = 'public' | 'private' | 'loopback' | 'reserved';

function blockList(ipv4: string, ipv6: string): BlockList {
  const list = new BlockList();
  for (const [family, subnets] of [['ipv4', ipv4] as const, ['ipv6', ipv6] as const])
    for (const [range = '', bits] of subnets.split(' ').map((subnet) => subnet.split('/')))
      list.addSubnet(range, Number(bits), family);
  return list;
}

/**
 * Metadata services that are in no link-local range: Azure's host (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16),
 * Alibaba Cloud, AWS, Google Cloud and Scaleway over IPv6.
 */
const metadata = blockList('168.63.129.16/32 100.100.100.200/32', 'fd00:ec2::254/128 fd20:ce::254/128 fd00:42::42/128');
const loopback = blockList('127.0.0.0/8', '::1/128');
const ofOrganisations = blockList('10.0.0.0/8 172.16.0.0/12 192.168.0.0/16', 'fc00::/7');
/**
 * All else that is not global: https://www.iana.org/assignments/iana-ipv4-special-registry, and the same for IPv6. Of the global range of
 * IPv6, these lead elsewhere: Teredo, documentation, 6to4.
 */
const special = blockList(
  '0.0.0.0/8 100.64.0.0/10 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4',
  '2001::/32 2001:db8::/32 2002::/16 3fff::/20',
);
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');

/** Returns what an IP address leads to; `reserved` for what is none. An IPv6 address with an IPv4 address in it is judged by that one. */
export function networkOf(address: string): Network {
  const version = isIP(address);
  // An address with a zone (`fe80::1%eth0`) is of the link.
  if (version === 0 || address.includes('%')) return 'reserved';
  if (version === 6) {
    const inside = mappedIpv4(address);
    if (inside !== null) return networkOf(inside);
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (metadata.check(address, family)) return 'reserved';
  if (loopback.check(address, family)) return 'loopback';
  if (ofOrganisations.check(address, family)) return 'private';
  const isGlobal = (version === 4 || globalIpv6.check(address, family)) && !special.check(address, family);
  return isGlobal ? 'public' : 'reserved';
}

/** Returns the IPv4 address behind `::ffff:`, null for none: https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2 */
function mappedIpv4(address: string): string | null {
  const canonical = new URL(`http://[${address}]/`).hostname;
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return null;
  const bytes = [high, low].flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]);
  return bytes.join('.');
}

/** Returns the host of a URL as a connection takes it: an IPv6 address without brackets. */
export function hostOf({ hostname }: Pick<URL, 'hostname'>): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** Asks a name server for all addresses of a name. */
export type AddressLookup = (
  host: string,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/**
 * Returns the look-up of a connection, which fails with `refusal()` where any address of the name is one that `mayReach` denies. It is asked
 * when the connection is made, so that no later answer of a name server counts. A literal IP address is not looked up: judge it before.
 */
export function guardedLookup(
  lookup: AddressLookup,
  mayReach: (address: string, host: string) => boolean,
  refusal: () => Error,
): LookupFunction {
  return (host, options, done) => {
    lookup(host, (error, found) => {
      if (error) return done(error, []);
      const [first] = found;
      if (!first || found.some(({ address }) => !mayReach(address, host))) return done(refusal(), []);
      if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}
