import ipaddr from 'ipaddr.js';
import type { Policy } from '../../policy.ts';

/** Addresses that a policy treats all alike. */
export interface AddressPart {
  readonly version: 4 | 6;
  /** Of all addresses of the version. */
  readonly share: number;
  readonly samples: readonly string[];
}

interface Range {
  readonly start: bigint;
  readonly end: bigint;
}

/** Far apart, and nobody's in particular. */
const STRANGE = {
  4: ['23.97.97.97', '101.97.97.97', '151.97.97.97', '217.97.97.97'],
  6: ['2001:4997::97', '2600:97::97', '2a02:97::97'],
} as const;
const BITS = { 4: 32, 6: 128 } as const;

/** The addresses of a version, parted by the ranges that a policy compares `aws:SourceIp` with; the largest part first. */
export function addressParts(policy: Policy, version: 4 | 6): readonly AddressPart[] {
  const whole: Range = { start: 0n, end: 1n << BigInt(BITS[version]) };
  const parts = nested([whole, ...rangesOf(policy, version)]).map(({ range, inner }): AddressPart => {
    const gaps = gapsOf(range, inner);
    const size = gaps.reduce((sum, { start, end }) => sum + (end - start), 0n);
    const strange = STRANGE[version].filter((text) => gaps.some((gap) => holds(gap, toNumber(text))));
    const [widest] = gaps.toSorted((one, other) => Number(other.end - other.start - (one.end - one.start)));
    const middle = widest === undefined ? [] : [toText((widest.start + widest.end) / 2n, version)];
    return {
      version,
      share: Number(size) / Number(whole.end),
      samples: strange.length > 0 ? strange : middle,
    };
  });
  return parts.filter(({ share }) => share > 0).toSorted((one, other) => other.share - one.share);
}

function rangesOf({ statements }: Policy, version: 4 | 6): readonly Range[] {
  const texts = statements
    .flatMap(({ conditions }) => conditions.filter(({ lowerKey }) => lowerKey === 'aws:sourceip'))
    .flatMap(({ values }) => values.map(({ value }) => value));
  return [...new Set(texts)].flatMap((text) => rangeOf(text, version));
}

/** An IPv6 address without a prefix is one address, or AWS's default of 32 bits. */
function rangeOf(text: string, version: 4 | 6): readonly Range[] {
  const [address = '', bits] = text.split('/');
  if (!ipaddr.isValid(address) || ipaddr.parse(address).kind() !== `ipv${version}`) return [];
  const lengths = bits === undefined ? [32, BITS[version]] : [Number(bits)];
  return lengths
    .filter((length) => Number.isInteger(length) && length >= 0 && length <= BITS[version])
    .map((length) => {
      const size = 1n << BigInt(BITS[version] - length);
      const start = toNumber(address) - (toNumber(address) % size);
      return { start, end: start + size };
    });
}

/** Each range once, with those directly inside it: two ranges are apart, or one is in the other. */
function nested(
  ranges: readonly Range[],
): readonly { readonly range: Range; readonly inner: readonly Range[] }[] {
  const found: { readonly range: Range; readonly inner: Range[] }[] = [];
  const around: typeof found = [];
  const sorted = ranges.toSorted(
    (one, other) => compare(one.start, other.start) || compare(other.end, one.end),
  );
  for (const range of sorted) {
    while (around.length > 0 && around.at(-1)!.range.end <= range.start) around.pop();
    const parent = around.at(-1);
    if (parent?.range.start === range.start && parent.range.end === range.end) continue;
    parent?.inner.push(range);
    const one = { range, inner: [] };
    found.push(one);
    around.push(one);
  }
  return found;
}

function gapsOf({ start, end }: Range, inner: readonly Range[]): readonly Range[] {
  const starts = [start, ...inner.map((one) => one.end)];
  const ends = [...inner.map((one) => one.start), end];
  return starts.map((from, at) => ({ start: from, end: ends[at]! })).filter((gap) => gap.start < gap.end);
}

function compare(one: bigint, other: bigint): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function holds({ start, end }: Range, at: bigint): boolean {
  return start <= at && at < end;
}

function toNumber(text: string): bigint {
  return ipaddr
    .parse(text)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function toText(value: bigint, version: 4 | 6): string {
  const bytes = Array.from({ length: BITS[version] / 8 }, (_, at) =>
    Number((value >> BigInt(BITS[version] - 8 * (at + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
