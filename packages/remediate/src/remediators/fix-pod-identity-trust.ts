import { type Resource, roleKeyFromArn } from '@podguard/core';
import { defineRemediator, type PlanContext } from '../remediator.ts';
import { type RawStatement, readTrust, type TrustDocument } from '../trust/document.ts';
import { type Fixed, fixedDrafts } from '../trust/fixed-trust.ts';
import { forPeople } from '../trust/for-people.ts';
import { letInAgain } from '../trust/let-in-again.ts';
import {
  clusterName,
  clustersOf,
  isScopedToClusters,
  mapPodStatements,
  scopedStatement,
  withTagSession,
} from '../trust/pod-identity.ts';
import { anyRole, whyUnchangeable } from '../trust/role.ts';
import { boundSince, isBefore, lateFrom } from '../trust/since.ts';

type Role = Resource<'iam-role'>;
type Association = Resource<'pod-identity-association'>;
type Context = PlanContext<'iam-role'>;

export const fixPodIdentityTrust = defineRemediator({
  id: 'fix-pod-identity-trust',
  title: 'Lets EKS Pod Identity give a role to the pods that it is meant for, and to no others',
  rules: [
    'pod-identity-role-not-trusting',
    'pod-identity-tag-session-missing',
    'pod-identity-trust-no-cluster',
    'pod-identity-trust-unscoped',
  ],
  kind: 'iam-role',
  grants: [{ actions: ['iam:UpdateAssumeRolePolicy'], resources: anyRole }],
  mayBreak: [
    'Where conditions are added: pods of clusters lose it whose associations of the role are not recorded, or not from before the finding.',
  ],
  needs: { associations: ['namespace', 'serviceAccount', 'roleArn', 'disableSessionTags'] },
  guards: [forPeople],
  mayForce: true,
  settlesMs: 15_000,
  target: ({ resource: { kind, key, account } }, { state }) => {
    if (kind === 'iam-role') return key;
    const { roleArn } = state as Association['state'];
    const role = typeof roleArn === 'string' ? roleKeyFromArn(roleArn) : undefined;
    return role?.includes(`:${account}:`) ? role : undefined;
  },
  plan(role, context) {
    const refusal = whyUnchangeable(role, context);
    if (refusal !== undefined) return refusal;
    const trust = readTrust(role.state.trust);
    if (typeof trust === 'string') return trust;
    const associations = context.related.associations.filter(({ present }) => present);
    switch (context.finding.rule) {
      case 'pod-identity-role-not-trusting':
        return fixedDrafts(role, trust, context.config, [letIn(role, trust, context, associations)]);
      case 'pod-identity-tag-session-missing':
        return fixedDrafts(role, trust, context.config, letTag(role, trust, context));
      default:
        return fixedDrafts(role, trust, context.config, [keepToClusters(role, trust, context)]);
    }
  },
});

function letIn(role: Role, trust: TrustDocument, context: Context, all: readonly Association[]): Fixed {
  const association = all.find(({ key }) => key === context.finding.resource.key);
  if (association === undefined) return 'the association is not there any more, or is of another role';
  return letInAgain(role, trust, association, context);
}

/** Without new conditions; where that would open a finding, with conditions on the clusters. */
function letTag(role: Role, trust: TrustDocument, context: Context): readonly Fixed[] {
  const summary = `Let EKS Pod Identity tag the sessions of ${role.key}`;
  const plain = mapPodStatements(trust, withTagSession);
  if (isSame(plain, trust))
    return ['no statement allows EKS Pod Identity sts:AssumeRole by name and lacks sts:TagSession'];
  const { clusters, facts } = knownClusters(role, context);
  const statements = mapPodStatements(trust, (statement, at) => {
    const tagging = withTagSession(statement);
    return tagging === null || isScopedToClusters(trust, at)
      ? tagging
      : scopedStatement(tagging, role.account, clusters);
  });
  const fixed: Fixed = { statements: plain, summary, facts: [], opens: 'tags' };
  if (clusters.length === 0 || JSON.stringify(statements) === JSON.stringify(plain)) return [fixed];
  const scopedToo: Fixed = {
    statements,
    summary: `${summary}, for pods of cluster ${clusters.map(clusterName).join(', ')}`,
    facts,
    byPeople: NOT_WHOLE,
    opens: 'tags',
  };
  return [fixed, scopedToo];
}

function keepToClusters(role: Role, trust: TrustDocument, context: Context): Fixed {
  const { clusters, facts } = knownClusters(role, context);
  if (clusters.length === 0)
    return 'no association of the role is known from before the finding, so that it is not known which clusters it is for';
  const statements = mapPodStatements(trust, (statement, at) =>
    isScopedToClusters(trust, at) ? null : scopedStatement(statement, role.account, clusters),
  );
  if (isSame(statements, trust)) return 'each statement for EKS Pod Identity is for certain clusters';
  return {
    statements,
    summary: `Keep ${role.key} to pods of cluster ${clusters.map(clusterName).join(', ')}`,
    facts,
    byPeople: NOT_WHOLE,
    opens: 'nobody',
  };
}

const NOT_WHOLE = ['Whether all associations of the role are recorded is not known: others would lose it.'];

/** Those of associations that were there before the finding: who may make associations does not choose for which clusters a role is. */
function knownClusters(
  role: Role,
  { finding, related }: Context,
): { readonly clusters: readonly string[]; readonly facts: readonly string[] } {
  const late = lateFrom(role, finding);
  const all = related.associations.filter(({ present }) => present);
  const known = all.filter((one) => isBefore(boundSince(one), late));
  const clusters = clustersOf(known);
  const others = clustersOf(all).filter((cluster) => !clusters.includes(cluster));
  return {
    clusters,
    facts: [
      ...clusterFacts(known),
      ...others.map(
        (cluster) => `Left out: ${cluster}, whose associations are not known from before the finding.`,
      ),
    ],
  };
}

function isSame(statements: readonly RawStatement[], trust: TrustDocument): boolean {
  return JSON.stringify(statements) === JSON.stringify(trust.statements);
}

function clusterFacts(associations: readonly Association[]): readonly string[] {
  return clustersOf(associations).map((cluster) => {
    const own = associations.filter((one) => clustersOf([one]).includes(cluster));
    return `Recorded associations of the role in ${cluster}: ${own.length}.`;
  });
}
