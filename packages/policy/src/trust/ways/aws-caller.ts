import { parseIdentity } from '../../evaluate/identity.ts';
import type { RequestPrincipal } from '../../evaluate/request.ts';

/** The caller of whom `aws:PrincipalArn` is this: for a role, a session of it. */
export function callerOf(arn: string, session: string): Extract<RequestPrincipal, { type: 'AWS' }> {
  const { kind, partition, account, name } = parseIdentity(arn)!;
  if (kind !== 'role') return { type: 'AWS', arn, account };
  return { type: 'AWS', arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`, account };
}

const TYPES = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  session: 'AssumedRole',
  'federated-user': 'FederatedUser',
};

/** The keys that follow from the principal's ARN. */
export function keysOfPrincipal(arn: string): Readonly<Record<string, readonly string[]>> {
  const { kind, account, name } = parseIdentity(arn)!;
  return {
    'aws:PrincipalArn': [arn],
    'aws:PrincipalAccount': [account],
    'aws:PrincipalType': [TYPES[kind]],
    ...(kind === 'user' ? { 'aws:username': [name] } : {}),
  };
}
