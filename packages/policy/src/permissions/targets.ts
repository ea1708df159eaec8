import type { Holder } from './holder.ts';
import { serviceOf } from './request-keys.ts';

/** What kind of thing a right is over; `any` is whatever the action's service has. */
export type TargetKind =
  | 'role'
  | 'user'
  | 'group'
  | 'policy'
  | 'function'
  | 'instance'
  | 'secret'
  | 'parameter'
  | 'any';

/** A glob of ARNs in the holder's account; the region part is `*`, or empty where the kind has none. */
export function targetOf(kind: TargetKind, action: string, { partition, account }: Holder): string {
  switch (kind) {
    case 'role':
    case 'user':
    case 'group':
    case 'policy':
      return `arn:${partition}:iam::${account}:${kind}/?*`;
    case 'function':
      return `arn:${partition}:lambda:*:${account}:function:?*`;
    case 'instance':
      return `arn:${partition}:ec2:*:${account}:instance/?*`;
    case 'secret':
      return `arn:${partition}:secretsmanager:*:${account}:secret:?*`;
    case 'parameter':
      return `arn:${partition}:ssm:*:${account}:parameter/?*`;
    case 'any':
      return anyOfService(serviceOf(action), partition, account);
  }
}

function anyOfService(service: string, partition: string, account: string): string {
  if (service === 's3') return `arn:${partition}:s3:::?*`;
  return service === 'iam'
    ? `arn:${partition}:iam::${account}:?*`
    : `arn:${partition}:${service}:*:${account}:?*`;
}
