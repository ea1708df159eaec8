import ipaddr from 'ipaddr.js';
import { agreed, type Outcome, toOutcome } from '../outcome.ts';
import { exactText } from '../variables.ts';
import type { OperatorRule } from './operator-rule.ts';

type Address = ReturnType<typeof ipaddr.parse>;

interface Range {
  readonly address: Address;
  readonly bits: number | null;
}

const V4 = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;
const BITS = /^\d{1,3}$/;

const inRange: OperatorRule = {
  negated: false,
  variables: false,
  compare: (actual, expected) => {
    const address = parseAddress(actual);
    const range = parseRange(exactText(expected));
    return address === null || range === null ? 'unknown' : isInside(address, range);
  },
};

/**
 * Addresses and CIDR ranges; bits after the mask are ignored, as AWS does. Anything else is undecided.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export const ipOperators = {
  IpAddress: inRange,
  NotIpAddress: { ...inRange, negated: true },
} satisfies Record<string, OperatorRule>;

/** "IAM uses the default prefix value of /32", which for IPv6 is either that or a slip for /128. */
function isInside(address: Address, { address: base, bits }: Range): Outcome {
  if (address.kind() !== base.kind()) return isMapped(address) || isMapped(base) ? 'unknown' : 'no';
  if (bits !== null) return toOutcome(address.match(base, bits));
  if (base.kind() === 'ipv4') return toOutcome(address.match(base, 32));
  return agreed(toOutcome(address.match(base, 32)), toOutcome(address.match(base, 128)));
}

function isMapped(address: Address): boolean {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress();
}

function parseRange(text: string): Range | null {
  const slash = text.indexOf('/');
  if (slash < 0) return withBits(parseAddress(text), null);
  const bits = text.slice(slash + 1);
  return BITS.test(bits) ? withBits(parseAddress(text.slice(0, slash)), Number(bits)) : null;
}

function withBits(address: Address | null, bits: number | null): Range | null {
  if (address === null) return null;
  return bits !== null && bits > (address.kind() === 'ipv4' ? 32 : 128) ? null : { address, bits };
}

function parseAddress(text: string): Address | null {
  const valid = V4.test(text) || (text.includes(':') && !text.includes('%'));
  return valid && ipaddr.isValid(text) ? ipaddr.parse(text) : null;
}
