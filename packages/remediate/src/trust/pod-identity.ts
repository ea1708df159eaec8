import { type JsonObject, owningClusterKey, parseArn, type Resource } from '@podguard/core';
import { answerPodIdentity, evaluate, globMatches, type Policy, podIdentityWay } from '@podguard/policy';
import {
  listOf,
  oneOrList,
  type RawStatement,
  type TrustDocument,
  withCondition,
  withoutPrincipals,
} from './document.ts';

type Association = Resource<'pod-identity-association'>;

const SERVICE = 'pods.eks.amazonaws.com';
const ACTIONS = ['sts:AssumeRole', 'sts:TagSession'] as const;
const TAG = 'aws:requesttag/kubernetes-';

export function clustersOf(associations: readonly Association[]): readonly string[] {
  return [...new Set(associations.map(({ key }) => owningClusterKey(key)))].sort();
}

/**
 * With conditions that hold with and without session tags, which an association may disable: the cluster is `aws:SourceArn`.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * https://aws.amazon.com/blogs/containers/amazon-eks-pod-identity-a-new-way-for-applications-on-eks-to-obtain-iam-credentials/
 */
export function scopedStatement(
  statement: RawStatement,
  account: string,
  clusters: readonly string[],
): RawStatement {
  const condition = (statement.Condition ?? {}) as JsonObject;
  const own = withCondition(condition, 'StringEquals', 'aws:SourceAccount', account);
  return { ...statement, Condition: withCondition(own, 'ArnEquals', 'aws:SourceArn', oneOrList(clusters)) };
}

export function podStatement(account: string, clusters: readonly string[]): RawStatement {
  const statement = { Effect: 'Allow', Principal: { Service: SERVICE }, Action: [...ACTIONS] };
  return scopedStatement(statement, account, clusters);
}

/** Whether an association's pods may take the role: null where that hangs on what is not known. */
export function letsIn(policy: Policy, { key, state }: Association): boolean | null {
  const { namespace, serviceAccount, disableSessionTags } = state;
  if (typeof namespace !== 'string' || typeof serviceAccount !== 'string') return null;
  if (disableSessionTags === undefined) return null;
  const sessionTags = disableSessionTags !== true;
  const point = new Map<string, string>([
    ['cluster', owningClusterKey(key)],
    ...(sessionTags
      ? ([
          [`${TAG}namespace`, namespace],
          [`${TAG}service-account`, serviceAccount],
          [`${TAG}pod-name`, 'any'],
          [`${TAG}pod-uid`, '00000000-0000-0000-0000-000000000000'],
        ] as const)
      : []),
  ]);
  const needed = sessionTags ? ACTIONS : ACTIONS.slice(0, 1);
  const decisions = needed.map((action) => {
    const request = podIdentityWay({ action, sessionTags }).toRequest(point);
    return evaluate(policy, request, { otherKeys: 'unknown' }).decision;
  });
  if (decisions.every((decision) => decision === 'allow')) return true;
  return decisions.includes('undecided') ? null : false;
}

/** The Allows for EKS Pod Identity, each as if it were for nobody else; `rest`: what it is for others. */
export function podStatementsOf({ policy, statements }: TrustDocument): readonly {
  readonly at: number;
  readonly statement: RawStatement;
  readonly rest: RawStatement | null;
}[] {
  return statements.flatMap((written, at) => {
    const parsed = policy.statements[at];
    const isNamed = parsed?.principals?.some(({ type, value }) => isPods(type, value)) === true;
    if (parsed?.effect !== 'Allow' || !isNamed) return [];
    const rest = withoutPrincipals(written, isPods);
    const { Sid, ...own } = written;
    const id = rest === null && Sid !== undefined ? { Sid } : {};
    return [{ at, statement: { ...id, ...own, Principal: { Service: SERVICE } }, rest }];
  });
}

/** What becomes of these; `null`: nothing. What they allow others stays as it is, in a statement of its own. */
export function mapPodStatements(
  trust: TrustDocument,
  change: (statement: RawStatement, at: number) => RawStatement | null,
): readonly RawStatement[] {
  const changes = new Map(
    podStatementsOf(trust).map(({ at, statement, rest }) => [at, { changed: change(statement, at), rest }]),
  );
  return trust.statements.flatMap((written, at) => {
    const { changed = null, rest = null } = changes.get(at) ?? {};
    if (changed === null) return [written];
    return rest === null ? [changed] : [rest, changed];
  });
}

function isPods(type: string, value: string): boolean {
  return type === 'Service' && value.toLowerCase() === SERVICE;
}

/** With sts:TagSession, where the statement allows sts:AssumeRole alone; null where there is nothing to add, or no place for it. */
export function withTagSession(statement: RawStatement): RawStatement | null {
  const actions = listOf(statement.Action).map(String);
  const allows = (name: string): boolean =>
    actions.some((action) => globMatches(action.toLowerCase(), name.toLowerCase()));
  const [assume, tag] = ACTIONS;
  return allows(assume) && !allows(tag) ? { ...statement, Action: [...actions, tag] } : null;
}

/** Whether the statement at that place, by itself, keeps EKS Pod Identity to clusters. */
export function isScopedToClusters({ policy }: TrustDocument, at: number): boolean {
  const own = policy.statements.filter((one, index) => index === at || one.effect === 'Deny');
  const answer = answerPodIdentity({ ...policy, statements: own });
  if (!answer.decided) return false;
  const tagged = answer.admitsTagged === 'no' || answer.scope.cluster === 'yes';
  return tagged && (answer.admitsUntagged === 'no' || answer.untaggedScope.cluster === 'yes');
}

export function clusterName(cluster: string): string {
  return parseArn(cluster)?.resource.split('/')[1] ?? cluster;
}
