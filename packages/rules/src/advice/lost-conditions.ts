import type { MigrationSource } from '@podguard/core';
import type { RawStatement, RawTrust } from './trust-document.ts';
import { namesPrincipal } from './trust-document.ts';

/** What a method's own statements ask for: the new method's ask for the same in their way. */
const OWN: Readonly<Partial<Record<MigrationSource, RegExp>>> = {
  irsa: /:(sub|aud)$/i,
  'pod-identity':
    /^aws:(SourceAccount|SourceArn|RequestTag\/(eks-cluster-arn|eks-cluster-name|kubernetes-namespace|kubernetes-service-account))$/i,
};

/** Conditions of the statements that go, and of which the new ones have nothing: `aws:SourceVpce (StringEquals)`. */
export function lostConditions(
  { statements }: RawTrust,
  from: MigrationSource,
  isOut: (type: string, value: string) => boolean,
): readonly string[] {
  const found = statements
    .filter((statement) => namesPrincipal(statement, isOut))
    .flatMap((statement) => conditionsOf(statement))
    .filter(([, key]) => OWN[from]?.test(key) !== true)
    .map(([operator, key]) => `${key} (${operator})`);
  return [...new Set(found)];
}

function conditionsOf({ Condition }: RawStatement): readonly (readonly [string, string])[] {
  return entriesOf(Condition).flatMap(([operator, keys]) =>
    entriesOf(keys).map(([key]) => [operator, key] as const),
  );
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
