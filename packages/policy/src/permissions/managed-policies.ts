import { parsePolicy } from '../parse/parse-policy.ts';
import type { Policy } from '../policy.ts';
import { MANAGED_POLICIES } from './managed-policy-data.ts';

export type ManagedPolicyKind =
  | 'standard-node'
  | 'add-on'
  | 'administrator'
  | 'escalation'
  | 'secrets'
  | 'harmless'
  | 'denying';

/** An AWS managed policy whose content is known well enough by its name. */
export interface ManagedPolicy {
  /** With the path, as in the ARN: `service-role/AmazonEBSCSIDriverPolicy`. */
  readonly name: string;
  readonly kind: ManagedPolicyKind;
  readonly source: string;
  /** What of it matters to the questions of this package; other rights are left out unless it is `whole`. */
  readonly grants: readonly Grant[];
  readonly whole: boolean;
}

export interface Grant {
  /** `Allow` where left out. */
  readonly effect?: 'Deny';
  readonly actions: readonly string[] | { readonly except: readonly string[] };
  readonly resources: readonly string[];
}

const ARN = /^arn:(?<partition>[^:]+):iam::aws:policy\/(?<name>.+)$/;
const NOTHING: Policy = { version: '2012-10-17', id: null, statements: [] };
const BY_NAME = new Map(MANAGED_POLICIES.map((policy) => [policy.name, policy]));

/** The managed policy of an ARN, or undefined where the ARN is none, or of one that is not known. */
export function managedPolicy(arn: string): ManagedPolicy | undefined {
  const name = ARN.exec(arn)?.groups?.name;
  return name === undefined ? undefined : BY_NAME.get(name);
}

const documents = new Map<ManagedPolicy, Policy>();

/** Its statements, as far as they matter here; none where nothing of it does. Parsed when first asked for: a cold start has no time for all. */
export function managedPolicyDocument(policy: ManagedPolicy): Policy {
  const document = documents.get(policy) ?? toDocument(policy.grants);
  documents.set(policy, document);
  return document;
}

function toDocument(grants: readonly Grant[]): Policy {
  const Statement = grants.map(({ effect = 'Allow', actions, resources }) => ({
    Effect: effect,
    ...('except' in actions ? { NotAction: actions.except } : { Action: actions }),
    Resource: resources,
  }));
  const parsed = parsePolicy({ Version: '2012-10-17', Statement });
  return parsed.ok ? parsed.policy : NOTHING;
}
