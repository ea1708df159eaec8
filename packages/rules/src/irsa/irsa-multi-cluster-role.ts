import {
  type Config,
  defineRule,
  environmentOf,
  fail,
  indeterminate,
  notApplicable,
  pass,
  type Resource,
  type Verdict,
} from '@podguard/core';
import { admittedSubjects } from '../shared/irsa-subjects.ts';
import { type IrsaTrust, lookAtClusters, together } from '../shared/irsa-trusts.ts';
import { issuerEvidence, listed } from '../shared/irsa-witness.ts';
import { lines } from '../shared/mend-steps.ts';
import { undecidedBy } from '../shared/reach.ts';

export const irsaMultiClusterRole = defineRule({
  id: 'irsa-multi-cluster-role',
  title: 'One role is trusted by clusters that the configuration keeps apart',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports a role that service accounts of clusters of different environments may assume, or of more clusters than `limits.clustersPerRole`.',
  rationale:
    'Whoever controls the weaker cluster has the rights that were meant for the stronger: the role joins what was kept apart.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/tenant-isolation.html',
  ],
  mappings: {},
  falsePositives: ['A role that reads only what is public to all clusters.'],
  needs: { clusters: ['issuer'] },
  covers: undefined,
  evaluate(role, { config, related }) {
    const looked = lookAtClusters(role, config, (trust) => {
      const { width, possibleWidth } = admittedSubjects(trust.answer);
      return possibleWidth === 'none'
        ? notApplicable('nobody gets it')
        : { found: { trust, sure: width !== 'none' } };
    });
    if ('verdict' in looked) return looked.verdict;
    const { found } = looked;
    const known = { config, clusters: related.clusters };
    const sure = found.filter((one) => one.sure).map(({ trust }) => trust);
    const verdict = judge(role, sure, known);
    if (verdict.status === 'fail') return verdict;
    const possible = judge(
      role,
      found.map(({ trust }) => trust),
      known,
    );
    if (possible.status !== 'fail') return together([possible, ...looked.undecided]);
    return undecidedBy(found.flatMap((one) => (one.sure ? [] : one.trust.answer.analysis.assumptions)));
  },
  mend: {
    cli: lines(
      '# a role for each environment, with the same permissions or fewer',
      'aws iam create-role --role-name {roleName}-ENVIRONMENT --assume-role-policy-document file://trust.json',
      '# once its service accounts name it and their pods were restarted, take the statements of other environments out of {roleName}',
    ),
    terraform:
      '# a role for each environment\nresource "aws_iam_role" "app" {\n  for_each           = var.environments\n  name               = "app-${each.key}"\n  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json\n}',
    cloudformation:
      '# an AWS::IAM::Role for each environment, whose AssumeRolePolicyDocument names one provider',
  },
});

interface Known {
  readonly config: Config;
  readonly clusters: readonly Resource<'eks-cluster'>[];
}

function judge(role: Resource<'iam-role'>, all: readonly IrsaTrust[], { config, clusters }: Known): Verdict {
  const trusts = byIssuer(all);
  const most = config.limits.clustersPerRole ?? Number.POSITIVE_INFINITY;
  const places = trusts.map(({ issuer }) => placeOf(issuer, config, clusters));
  const environments = [...new Set(places.filter((place) => place !== undefined))].sort();
  if (environments.length > 1) {
    return fail(`Service accounts of ${listed(environments, ' and of ')} may assume ${role.key}`, {
      evidence: [
        ...environments.map((value) => ({ path: 'environments', value })),
        ...issuerEvidence(trusts),
      ],
    });
  }
  if (trusts.length > most) {
    return fail(`Service accounts of ${trusts.length} clusters may assume ${role.key}, more than ${most}`, {
      evidence: [{ path: 'limits.clustersPerRole', value: most }, ...issuerEvidence(trusts)],
    });
  }
  const unplaced = trusts.filter((_, at) => places[at] === undefined);
  if (trusts.length < 2 || unplaced.length === 0 || !isOpen(config, clusters)) return pass;
  return indeterminate(...unplaced.map(({ issuer }) => `cluster of ${issuer}`));
}

function byIssuer(trusts: readonly IrsaTrust[]): readonly IrsaTrust[] {
  return [...new Map(trusts.map((trust) => [trust.issuer, trust])).values()];
}

function placeOf(
  issuer: string,
  config: Config,
  clusters: readonly Resource<'eks-cluster'>[],
): string | undefined {
  const cluster = clusters.find(({ state }) => issuerIn(state.issuer) === issuer);
  return environmentOf(config, { issuer, cluster: cluster?.key });
}

/** Whether an environment names a cluster whose issuer is not known: any issuer may be its. */
function isOpen(config: Config, clusters: readonly Resource<'eks-cluster'>[]): boolean {
  return Object.values(config.environments).some((environment) =>
    environment.clusters.some(
      (name) =>
        !clusters.some(
          ({ key, state }) =>
            (key === name || key.endsWith(`/${name}`)) && issuerIn(state.issuer) !== undefined,
        ),
    ),
  );
}

function issuerIn(issuer: string | null | undefined): string | undefined {
  return issuer?.replace(/^https:\/\//, '');
}
