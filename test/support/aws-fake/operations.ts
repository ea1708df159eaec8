import { AUTO_SCALING_GROUPS } from './auto-scaling-groups.ts';
import { EC2_DEFAULTS } from './ec2-defaults.ts';
import { EC2_INSTANCES } from './ec2-instances.ts';
import { EC2_TEMPLATES } from './ec2-templates.ts';
import { EKS_ACCESS_ENTRIES } from './eks-access-entries.ts';
import { EKS_ASSOCIATIONS } from './eks-associations.ts';
import { EKS_CLUSTERS } from './eks-clusters.ts';
import { EKS_OWNED } from './eks-owned.ts';
import { EVENT_RULES } from './event-rules.ts';
import { IAM_CREDENTIAL_REPORT } from './iam-credential-report.ts';
import { IAM_DETAILS } from './iam-details.ts';
import { IAM_OTHERS } from './iam-others.ts';
import { IAM_ROLES } from './iam-roles.ts';
import { IAM_USERS } from './iam-users.ts';
import { LOOKUP_EVENTS } from './lookup-events.ts';
import type { Operation } from './operation.ts';
import { REGIONS } from './regions.ts';
import { SECRETS_MANAGER } from './secrets-manager.ts';
import { SSM_PARAMETERS } from './ssm-parameters.ts';
import { STS } from './sts.ts';
import { TRAILS } from './trails.ts';

/** All that the fake does. One more is one row. */
const OPERATIONS: readonly Operation[] = [
  ...AUTO_SCALING_GROUPS,
  ...EC2_DEFAULTS,
  ...EC2_INSTANCES,
  ...EC2_TEMPLATES,
  ...EKS_ACCESS_ENTRIES,
  ...EKS_ASSOCIATIONS,
  ...EKS_CLUSTERS,
  ...EKS_OWNED,
  ...EVENT_RULES,
  ...IAM_CREDENTIAL_REPORT,
  ...IAM_DETAILS,
  ...IAM_OTHERS,
  ...IAM_ROLES,
  ...IAM_USERS,
  ...LOOKUP_EVENTS,
  ...REGIONS,
  ...SECRETS_MANAGER,
  ...SSM_PARAMETERS,
  ...STS,
  ...TRAILS,
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
