import type { Policy } from '@podguard/policy';

const ACCOUNTS = /(?<!\d)\d{12}(?!\d)/g;

/** The accounts that a policy names anywhere. */
export function accountsNamedIn(policy: Policy): readonly string[] {
  const texts = policy.statements.flatMap(({ principals, notPrincipals, conditions }) => [
    ...[...(principals ?? []), ...(notPrincipals ?? [])].map(({ value }) => value),
    ...conditions.flatMap(({ values }) => values.map(({ value }) => value)),
  ]);
  return [...new Set(texts.flatMap((text) => text.match(ACCOUNTS) ?? []))].sort();
}
