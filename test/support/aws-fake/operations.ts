import { EC2_INSTANCES } from './ec2-instances.ts';
import { EKS_ACCESS_ENTRIES } from './eks-access-entries.ts';
import { EKS_ASSOCIATIONS } from './eks-associations.ts';
import { EKS_CLUSTERS } from './eks-clusters.ts';
import { IAM_OTHERS } from './iam-others.ts';
import { IAM_ROLES } from './iam-roles.ts';
import { IAM_USERS } from './iam-users.ts';
import type { Operation } from './operation.ts';

/** All that the fake does. One more is one row. */
const OPERATIONS: readonly Operation[] = [
  ...EC2_INSTANCES,
  ...EKS_ACCESS_ENTRIES,
  ...EKS_ASSOCIATIONS,
  ...EKS_CLUSTERS,
  ...IAM_OTHERS,
  ...IAM_ROLES,
  ...IAM_USERS,
];

interface Routed {
  readonly operation: Operation;
  readonly method: string;
  readonly pattern: RegExp;
}

const ROUTES: readonly Routed[] = OPERATIONS.flatMap((operation) => {
  const [method, path] = operation.route?.split(' ') ?? [];
  if (method === undefined || path === undefined) return [];
  return [{ operation, method, pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`) }];
});

/** The operation of a REST call, and what its path holds. */
export function routed(method: string, path: string) {
  for (const { operation, pattern, method: its } of ROUTES) {
    const match = its === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const named = Object.entries(match.groups ?? {});
    return {
      operation,
      inPath: Object.fromEntries(named.map(([name, value]) => [name, decodeURIComponent(value)])),
    };
  }
  return undefined;
}

export function operationNamed(service: string, name: string): Operation | undefined {
  return OPERATIONS.find((one) => one.service === service && one.name === name);
}
