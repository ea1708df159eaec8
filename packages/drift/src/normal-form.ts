import { canonicalJson, type JsonObject, type JsonValue, normalPolicyText } from '@podguard/core';

/**
 * A value as it is compared. AWS rewrites policies when it keeps them: a list of one element is that element, the order of names
 * and of a list's elements means nothing, and an account is its root.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function normalForm(value: JsonValue): string {
  if (typeof value !== 'string' || !/^(\s|%20|%0A)*(\{|%7B)/i.test(value)) return canonicalJson(value);
  const text = normalPolicyText(value);
  try {
    return canonicalJson(normalDocument(JSON.parse(text) as JsonValue));
  } catch (error) {
    // No JSON, or deeper than the stack: compared as it is written.
    if (error instanceof SyntaxError || error instanceof RangeError) return text;
    throw error;
  }
}

function normalDocument(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    const elements = [
      ...new Set((value as readonly JsonValue[]).map((one) => canonicalJson(normalDocument(one)))),
    ];
    const normal = elements.sort().map((one) => JSON.parse(one) as JsonValue);
    const [first, ...others] = normal;
    return first !== undefined && others.length === 0 ? first : normal;
  }
  if (typeof value === 'string') return value.replace(/^arn:aws[\w-]*:iam::(\d{12}):root$/, '$1');
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (value === null) return value;
  const members = Object.entries(value as JsonObject);
  return Object.fromEntries(members.map(([name, one]) => [name, normalDocument(one)]));
}
