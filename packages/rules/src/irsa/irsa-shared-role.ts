import { defineRule, fail, notApplicable, pass } from '@podguard/core';
import type { Subjects } from '@podguard/policy';
import { ASSOCIATE } from '../shared/irsa-mend.ts';
import { admittedSubjects, isAtLeast, subjectName } from '../shared/irsa-subjects.ts';
import { lookAtClusters, together } from '../shared/irsa-trusts.ts';
import { issuerEvidence, listed } from '../shared/irsa-witness.ts';
import { lines } from '../shared/mend-steps.ts';
import { undecidedBy } from '../shared/reach.ts';

export const irsaSharedRole = defineRule({
  id: 'irsa-shared-role',
  title: 'One role is shared by more service accounts than configured',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a role that more distinct service accounts may assume than `limits.serviceAccountsPerRole`. The same namespace and name in several clusters counts once.',
  rationale:
    'What one of them needs all of them may, and an audit trail that shows the role does not show the workload.',
  references: [
    ASSOCIATE,
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: {},
  falsePositives: ['One workload that runs in many namespaces.'],
  needs: {},
  covers: undefined,
  evaluate(role, { config }) {
    const most = config.limits.serviceAccountsPerRole;
    const looked = lookAtClusters(role, config, (trust) => {
      const { subjects, possibleSubjects } = trust.answer;
      if (possibleSubjects.kind === 'none') return notApplicable('nobody gets it');
      return {
        found: { trust, sure: namesIn(subjects), possible: namesIn(possibleSubjects) },
      };
    });
    if ('verdict' in looked) return looked.verdict;
    const { found } = looked;
    const sure = [...new Set(found.flatMap((one) => one.sure))].sort();
    if (sure.length > most) {
      return fail(`${sure.length} service accounts may assume ${role.key}, more than ${most}`, {
        evidence: [
          { path: 'limits.serviceAccountsPerRole', value: most },
          { path: 'subjects', value: listed(sure.map(subjectName), ', ') },
          ...issuerEvidence(found.map(({ trust }) => trust)),
        ],
      });
    }
    const possible = new Set(found.flatMap((one) => one.possible));
    if (possible.size > most)
      return undecidedBy(found.flatMap(({ trust }) => trust.answer.analysis.assumptions));
    const patterns = found.some(({ trust }) =>
      isAtLeast(admittedSubjects(trust.answer).possibleWidth, 'names'),
    );
    return together([
      patterns ? notApplicable('it admits service accounts by a pattern') : pass,
      ...looked.undecided,
    ]);
  },
  mend: {
    cli: lines(
      '# a role for each workload, with what that workload calls',
      'aws iam create-role --role-name WORKLOAD --assume-role-policy-document file://trust.json',
      '# once its service account names it and its pods were restarted, take the service account out of {roleName}',
    ),
    terraform:
      '# a role for each workload\nresource "aws_iam_role" "workload" {\n  for_each           = var.workloads\n  name               = each.key\n  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json\n}',
    cloudformation:
      '# an AWS::IAM::Role for each workload, whose AssumeRolePolicyDocument names one service account',
  },
});

function namesIn(subjects: Subjects): readonly string[] {
  return subjects.kind === 'exact' ? subjects.subjects : [];
}
