import { type History, type JsonObject, parseArn, type Resource } from '@podguard/core';
import type { Policy } from '@podguard/policy';
import { type RawStatement, readTrust, type TrustDocument, withCondition } from './document.ts';
import type { Fixed } from './fixed-trust.ts';
import { formerTrusts } from './former.ts';
import { admitsNoMore, POD_IDENTITY_WAYS } from './inclusion.ts';
import {
  clustersOf,
  isScopedToClusters,
  letsIn,
  podStatement,
  podStatementsOf,
  scopedStatement,
} from './pod-identity.ts';

type Role = Resource<'iam-role'>;
type Association = Resource<'pod-identity-association'>;

/**
 * The statements by which the role let the association in before, kept to its clusters. Whoever makes an association chooses its
 * role: that the role was meant for the pods has to be seen elsewhere, unless somebody insists, and then it is for these pods alone.
 */
export function letInAgain(
  role: Role,
  trust: TrustDocument,
  association: Association,
  { recorded, isForced }: { readonly recorded: History; readonly isForced: boolean },
): Fixed {
  const cluster = parseArn(clustersOf([association])[0] ?? '')?.resource.split('/')[1];
  const summary = `Let EKS Pod Identity give ${role.key} to pods of cluster ${cluster}`;
  for (const { text, since } of formerTrusts(role, recorded)) {
    const added = statementsOf(role, trust.policy, association, text);
    if (added === null) continue;
    const facts = [
      `The trust policy that was recorded at ${since} let the association in, by the same statement.`,
    ];
    return { statements: [...trust.statements, ...added], summary, facts, opens: true };
  }
  if (!isForced)
    return 'no trust policy that was recorded of the role let the association in, so that nothing but the association says that the role is meant for its pods; whoever knows that it is may insist';
  return {
    statements: [...trust.statements, forThese(role, association)],
    summary: `${summary}, for these alone`,
    facts: ['No trust policy that was recorded of the role let the association in.'],
    opens: true,
  };
}

/** Null where they did not let it in, or where more would be let in by them now. */
function statementsOf(
  role: Role,
  { version }: Policy,
  association: Association,
  text: string,
): readonly RawStatement[] | null {
  const former = readTrust(text);
  if (typeof former === 'string' || former.policy.version !== version) return null;
  if (letsIn(former.policy, association) !== true) return null;
  const clusters = clustersOf([association]);
  const added = podStatementsOf(former).map(({ statement, at }) =>
    isScopedToClusters(former, at) ? statement : scopedStatement(statement, role.account, clusters),
  );
  const alone = readTrust(JSON.stringify({ Version: version, Statement: added }));
  if (typeof alone === 'string') return null;
  const isSame = letsIn(alone.policy, association) === true;
  return isSame && admitsNoMore(alone.policy, former.policy, POD_IDENTITY_WAYS) ? added : null;
}

function forThese({ account }: Role, association: Association): RawStatement {
  const statement = podStatement(account, clustersOf([association]));
  const { namespace, serviceAccount, disableSessionTags } = association.state;
  if (disableSessionTags !== false || typeof namespace !== 'string' || typeof serviceAccount !== 'string')
    return statement;
  const tags = { 'kubernetes-namespace': namespace, 'kubernetes-service-account': serviceAccount };
  return {
    ...statement,
    Condition: Object.entries(tags).reduce<JsonObject>(
      (condition, [tag, value]) => withCondition(condition, 'StringEquals', `aws:RequestTag/${tag}`, value),
      statement.Condition as JsonObject,
    ),
  };
}
