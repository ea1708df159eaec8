import type { Finding } from '@podguard/core';
import { type DocumentRead, policyNameOf, policyPathOf } from '@podguard/manifests';

/** A part of a document. */
export interface DocumentPlace {
  readonly read: DocumentRead;
  /** `Statement[0].Condition.Bool["aws:x"]` */
  readonly path: string;
}

/**
 * Where evidence points into documents. Of several documents that of a role's own is meant by the name that precedes the path or
 * the evidence, and else the trust policy.
 */
export function placesOf(
  { evidence }: Finding,
  documents: readonly DocumentRead[],
): readonly DocumentPlace[] {
  let policy: string | undefined;
  return evidence.flatMap(({ path: written, value }) => {
    if (/^policy(Name|Arn)$/.test(written)) policy = String(value);
    const path = policyPathOf(written);
    if (path === undefined) return [];
    const before = written.slice(0, written.length - path.length);
    const read = readFor(before, policy, documents);
    return read === undefined ? [] : [{ read, path }];
  });
}

function readFor(
  before: string,
  policy: string | undefined,
  documents: readonly DocumentRead[],
): DocumentRead | undefined {
  const trust = documents.find(({ document }) => document.kind === 'trust-policy');
  if (before.endsWith('trust.')) return trust;
  if (before === '' && policy === undefined) return trust ?? documents[0];
  return documents.find((read) => {
    const name = policyNameOf(read);
    return (
      read.document.kind === 'permission-policy' && (before === '' ? name === policy : before.includes(name))
    );
  });
}
