import { accessKeyKey, parseArn, roleKeyFromArn } from '@podguard/core';
import type { Call } from './mapper.ts';
import { text, within } from './parameters.ts';

/** A role's session on an EC2 instance is called as the instance: it has the instance's credentials. */
const INSTANCE = /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
/** `eks-`, the cluster and the pod, both cut short, and a random UUID. */
const POD_IDENTITY_SESSION = /^eks-.+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CLUSTER_PROVIDER = /:oidc-provider\/oidc[.-]eks\./;

/** The key of the role by which an instance calls, where the caller has an instance's credentials. */
export function instanceRole({ record, cause: { actor } }: Call): string | undefined {
  if (actor.type !== 'role') return undefined;
  const delivered = text(within(record.userIdentity, 'sessionContext'), 'ec2RoleDelivery');
  return delivered || INSTANCE.test(actor.session ?? '') ? roleKeyFromArn(actor.principal) : undefined;
}

/** The key of the long-lived access key that signed the call: those of sessions begin otherwise. */
export function staticKey({ record, account }: Pick<Call, 'record' | 'account'>): string | undefined {
  const id = text(record.userIdentity, 'accessKeyId');
  return id?.startsWith('AKIA')
    ? accessKeyKey(text(record.userIdentity, 'accountId') ?? account, id)
    : undefined;
}

/** Whether the caller has a pod's own credentials, by EKS Pod Identity or by IRSA. */
export function isPodSession({ record, cause: { actor } }: Call): boolean {
  if (actor.type !== 'role') return false;
  const federation = within(record.userIdentity, 'sessionContext', 'webIdFederationData');
  return (
    POD_IDENTITY_SESSION.test(actor.session ?? '') ||
    CLUSTER_PROVIDER.test(text(federation, 'federatedProvider') ?? '')
  );
}

/** The key of the role that a call assumes. */
export function assumedRole(call: Call): string | undefined {
  const named = roleKeyFromArn(text(call.request, 'roleArn') ?? '');
  if (named !== undefined) return named;
  const session = parseArn(text(within(call.response, 'assumedRoleUser'), 'arn') ?? '');
  const [type, name] = session?.resource.split('/') ?? [];
  return session !== undefined && type === 'assumed-role' && name
    ? roleKeyFromArn(`arn:${session.partition}:iam::${session.account}:role/${name}`)
    : undefined;
}
