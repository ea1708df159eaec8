import { parseIdentity } from '../evaluate/identity.ts';
import type { RequestPrincipal } from '../evaluate/request.ts';

/** The role or user whose permissions are judged. */
export interface Holder {
  readonly kind: 'role' | 'user';
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

/** Null where the ARN is not that of an IAM role or user. */
export function parseHolder(arn: string): Holder | null {
  const identity = parseIdentity(arn);
  if (identity === null) return null;
  const { kind, partition, account, name } = identity;
  return kind === 'role' || kind === 'user' ? { kind, arn, partition, account, name } : null;
}

/** A role's requests are made by a session of it. */
export function principalOf({ kind, arn, partition, account, name }: Holder): RequestPrincipal {
  const caller = kind === 'user' ? arn : `arn:${partition}:sts::${account}:assumed-role/${name}/podguard`;
  return { type: 'AWS', arn: caller, account };
}
