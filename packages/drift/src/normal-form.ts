import { canonicalJson, type JsonObject, type JsonValue, normalPolicyText } from '@podguard/core';

/**
 * A value as it is compared. AWS rewrites policies when it keeps them: a list of one element is that element, the order of names
 * and of a list's elements means nothing, and as a principal an account is its root. Other documents, as the patterns of rules, are
 * kept as they are written.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function normalForm(value: JsonValue): string {
  if (typeof value !== 'string' || !/^(\s|%20|%0A)*(\{|%7B)/i.test(value)) return canonicalJson(value);
  const text = normalPolicyText(value);
  try {
    const document = JSON.parse(text) as JsonObject;
    return canonicalJson(Object.hasOwn(document, 'Statement') ? normalPart(document, 'other') : document);
  } catch (error) {
    // No JSON, or deeper than the stack: compared as it is written.
    if (error instanceof SyntaxError || error instanceof RangeError) return text;
    throw error;
  }
}

/** Where in a policy: the account's root is the account among the principals of AWS alone. */
type At = 'principal' | 'aws' | 'other';

function normalPart(value: JsonValue, at: At): JsonValue {
  if (Array.isArray(value)) {
    const elements = [
      ...new Set((value as readonly JsonValue[]).map((one) => canonicalJson(normalPart(one, at)))),
    ];
    const normal = elements.sort().map((one) => JSON.parse(one) as JsonValue);
    const [first, ...others] = normal;
    return first !== undefined && others.length === 0 ? first : normal;
  }
  if (typeof value === 'string')
    return at === 'aws' ? value.replace(/^arn:aws[\w-]*:iam::(\d{12}):root$/, '$1') : value;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (value === null) return value;
  const members = Object.entries(value as JsonObject);
  return Object.fromEntries(members.map(([name, one]) => [name, normalPart(one, within(at, name))]));
}

function within(at: At, name: string): At {
  if (name === 'Principal' || name === 'NotPrincipal') return 'principal';
  return at === 'principal' && name === 'AWS' ? 'aws' : 'other';
}
