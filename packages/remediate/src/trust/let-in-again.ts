import type { JsonObject, Resource } from '@podguard/core';
import type { Policy } from '@podguard/policy';
import type { PlanContext } from '../remediator.ts';
import { type RawStatement, readTrust, type TrustDocument, withCondition } from './document.ts';
import type { Fixed } from './fixed-trust.ts';
import { formerTrusts } from './former.ts';
import { admitsNoMore, POD_IDENTITY_WAYS } from './inclusion.ts';
import {
  clusterName,
  clustersOf,
  isScopedToClusters,
  letsIn,
  podStatement,
  podStatementsOf,
  scopedStatement,
} from './pod-identity.ts';
import { boundSince } from './since.ts';

type Role = Resource<'iam-role'>;
type Association = Resource<'pod-identity-association'>;

/**
 * The statements by which the role let the association in before, kept to its cluster: where the association was there already while
 * the role had that trust policy, and a change of the trust policy opened the finding. Else nothing but the association says that the
 * role is meant for its pods, and whoever makes an association chooses its role: then only who insists lets them in.
 */
export function letInAgain(
  role: Role,
  trust: TrustDocument,
  association: Association,
  { recorded, isForced, changed = [] }: Pick<PlanContext<'iam-role'>, 'recorded' | 'isForced' | 'changed'>,
): Fixed {
  const [clusterArn = ''] = clustersOf([association]);
  const cluster = clusterName(clusterArn);
  const summary = `Let EKS Pod Identity give ${role.key} to pods of cluster ${cluster}`;
  const isByTrust = changed.some(
    (one) => one.key === role.key && one.op === 'patch' && one.fields.trust !== undefined,
  );
  const since = boundSince(association);
  const formers = isByTrust ? formerTrusts(role, recorded) : [];
  for (const former of formers.filter(({ until }) => since !== null && since < until)) {
    const added = statementsOf(role, trust.policy, association, former.text);
    if (added === null) continue;
    const facts = [
      `The trust policy that was recorded from ${former.since} to ${former.until} let the association in, by the same statement; the association was there by ${since}.`,
    ];
    return { statements: [...trust.statements, ...added], summary, facts, opens: 'meant' };
  }
  if (!isForced)
    return 'no change of the trust policy is known to have shut out the association, so that nothing but the association says that the role is meant for its pods: whoever knows that it is may insist; else revert the association';
  return forThese(role, trust, association, summary);
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
  const added = podStatementsOf(former).map(({ statement: { Sid: _, ...statement }, at }) =>
    isScopedToClusters(former, at) ? statement : scopedStatement(statement, role.account, clusters),
  );
  const alone = readTrust(JSON.stringify({ Version: version, Statement: added }));
  if (typeof alone === 'string') return null;
  const isSame = letsIn(alone.policy, association) === true;
  return isSame && admitsNoMore(alone.policy, former.policy, POD_IDENTITY_WAYS) ? added : null;
}

function forThese(role: Role, trust: TrustDocument, association: Association, summary: string): Fixed {
  const statement = podStatement(role.account, clustersOf([association]));
  const { namespace, serviceAccount, disableSessionTags } = association.state;
  if (
    typeof disableSessionTags !== 'boolean' ||
    typeof namespace !== 'string' ||
    typeof serviceAccount !== 'string'
  )
    return 'whether the sessions of its pods have tags, by which alone they are told from others of the cluster, is not known';
  const facts = ['No change of the trust policy is known to have shut out the association.'];
  if (disableSessionTags)
    return {
      statements: [...trust.statements, statement],
      summary: `${summary}, by any association of the role in it`,
      facts,
      mayBreak: [
        'The association disables session tags: nothing tells its pods from those of other associations of the role in the cluster, which are let in, too.',
      ],
      opens: 'meant',
    };
  const tags = { 'kubernetes-namespace': namespace, 'kubernetes-service-account': serviceAccount };
  const Condition = Object.entries(tags).reduce<JsonObject>(
    (condition, [tag, value]) => withCondition(condition, 'StringEquals', `aws:RequestTag/${tag}`, value),
    statement.Condition as JsonObject,
  );
  return {
    statements: [...trust.statements, { ...statement, Condition }],
    summary: `${summary}, for ${namespace}/${serviceAccount} alone`,
    facts,
    opens: 'meant',
  };
}
