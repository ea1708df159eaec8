import { type KeyDomain, type KeyFact, maybe, maybeMany, someText } from '../key-domain.ts';

/**
 * Keys that hold several values.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const MULTIVALUED: readonly string[] = [
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'sts:transitivetagkeys',
];

const single = maybe(someText);
let several: KeyDomain | undefined;

/** A key of which nothing is known: it may be missing, or hold anything. */
export function otherKey(lowerKey: string): KeyFact {
  return { kind: 'varies', dimension: lowerKey, domain: otherDomain(lowerKey) };
}

export function otherDomain(lowerKey: string): KeyDomain {
  if (!MULTIVALUED.includes(lowerKey)) return single;
  several ??= maybeMany(someText);
  return several;
}

/**
 * Keys with a provider's host before the colon: `token.actions.githubusercontent.com:sub`. AWS's own prefixes have no
 * dot.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function providerOfKey(lowerKey: string): string | null {
  const prefix = lowerKey.slice(0, Math.max(0, lowerKey.lastIndexOf(':')));
  return prefix.includes('.') ? prefix : null;
}
