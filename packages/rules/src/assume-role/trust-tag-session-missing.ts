import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { analyseTrust, awsWay, type Policy } from '@podguard/policy';
import { chainedRoles, chains } from '../shared/aws-chains.ts';
import { once } from '../shared/memo.ts';
import { editTrust } from '../shared/mend-steps.ts';
import { awsTrust, undecidedBy } from '../shared/reach.ts';
import { ask, readTrust, whyDenied } from '../shared/trust.ts';

export const trustTagSessionMissing = defineRule({
  id: 'trust-tag-session-missing',
  title: 'A Pod Identity role may chain to the role but not hand on its session tags',
  method: 'assume-role',
  resource: 'iam-role',
  severity: 'medium',
  broken: true,
  family: null,
  description:
    'Reports a role that lets a role of EKS Pod Identity assume it by sts:AssumeRole without sts:TagSession. Not where every known association of that role disables session tags.',
  rationale:
    'The tags of a Pod Identity session are transitive: they go along when it assumes another role, and without the action the call is refused.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining',
  ],
  mappings: {},
  falsePositives: ['A trusted role whose associations, unknown to Podguard, all disable session tags.'],
  needs: { trustedRoles: ['trust', 'arn'], targetAssociations: ['roleArn', 'disableSessionTags'] },
  covers: undefined,
  evaluate(role, { related }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    const { policy } = trust;
    const assume = awsTrust(policy);
    if (!assume.decided) return undecidedBy(assume);
    const sources = chainedRoles(related.trustedRoles, related.targetAssociations).filter(
      ({ tagged }) => tagged !== 'no',
    );
    const chained = sources.filter(({ key }) => chains(assume.analysis, key) === 'yes');
    if (chained.length === 0) return notApplicable('it trusts no role of EKS Pod Identity by name');
    const tag = taggingOf(policy);
    if (!tag.decided) return undecidedBy(tag);
    const lacking = chained.map((source) => ({ ...source, tags: chains(tag, source.key) }));
    const refused = lacking.find(({ tagged, tags }) => tagged === 'yes' && tags === 'no');
    if (refused !== undefined) {
      const arn = refused.key.replace(/:iam::(\d+):role\//, ':sts::$1:assumed-role/');
      const evaluation = ask(policy, {
        principal: { type: 'AWS', arn: `${arn}/eks-pod`, account: arn.split(':')[4] ?? '' },
        action: 'sts:TagSession',
        context: { 'aws:PrincipalArn': [refused.key] },
      });
      return fail(
        `${refused.key}, a role of EKS Pod Identity, may assume ${role.key} but not tag the session`,
        {
          evidence: [
            ...whyDenied(policy, evaluation, role.state.trust ?? ''),
            { path: 'trusted role', value: refused.key },
          ],
        },
      );
    }
    const unread = lacking.filter(({ tagged, tags }) => tagged === 'unknown' && tags === 'no');
    if (unread.length > 0) return indeterminate(...unread.map(({ key }) => `trust policy of ${key}`));
    const open = lacking.some(({ tagged, tags }) => tagged !== 'no' && tags === 'unknown');
    if (open) return undecidedBy(tag.assumptions);
    return pass;
  },
  mend: {
    cli: editTrust('the statement has "Action": ["sts:AssumeRole", "sts:TagSession"]'),
    terraform: 'actions = ["sts:AssumeRole", "sts:TagSession"]',
    cloudformation: 'Action: [sts:AssumeRole, sts:TagSession]',
  },
});

const taggingOf = once((policy: Policy) => analyseTrust(policy, awsWay({ action: 'sts:TagSession' })));
