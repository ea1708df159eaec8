import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import {
  allow,
  attached,
  inline,
  managed,
  OTHER,
  OWN_POLICY,
  otherRole,
  ownPolicy,
} from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf, type StateInput } from '../../support/states.ts';
import { podIdentity, trust } from '../../support/trusts.ts';

const state = {
  roleArn: 'arn:aws:iam::111122223333:role/app',
  namespace: 'shop',
  serviceAccount: 'cart',
  clusterName: 'prod',
};
const role = (input: StateInput<'iam-role'>) => ({
  role: resourceOf('iam-role', input),
  policies: [],
  namedRoles: [],
});
const admin = managed('AdministratorAccess');
const reader = managed('AmazonS3ReadOnlyAccess');
const own = { policies: { [OWN_POLICY]: true }, inlinePolicies: {} };
const passOther = inline(
  { Action: ['lambda:CreateFunction', 'lambda:InvokeFunction'] },
  { Action: 'iam:PassRole', Resource: OTHER },
);

describeRule(ruleOf(catalogue, 'pod-identity-privileged-role'), 'pod-identity-association', {
  fails: [
    {
      name: 'AdministratorAccess beside a reader policy',
      state,
      related: role({
        state: { boundary: null },
        sets: attached('AmazonS3ReadOnlyAccess', 'AdministratorAccess'),
      }),
      evidence: ['policyArn', 'roleArn'],
    },
    {
      name: 'AdministratorAccess, the rest of the role unknown',
      related: role({ some: { policies: { [admin]: true } } }),
      evidence: ['policyArn'],
    },
    {
      name: 'IAMFullAccess in another partition',
      state,
      related: role({ sets: { policies: { 'arn:aws-cn:iam::aws:policy/IAMFullAccess': true } } }),
      evidence: ['escalation', 'policyArn'],
    },
    {
      name: 'a boundary that is no boundary',
      state,
      related: role({ state: { boundary: admin }, sets: attached('AdministratorAccess') }),
      evidence: ['policyArn'],
    },
    {
      name: 'everything by an inline policy',
      state,
      related: role({ sets: inline({ Action: '*' }) }),
      evidence: ['policyName', 'Statement[0]'],
    },
    {
      name: "everything by the default version of a customer's policy",
      state,
      related: { ...role({ sets: own }), policies: [ownPolicy(allow({ Action: '*' }))] },
      evidence: ['policyArn', 'Statement[0]'],
    },
    {
      name: 'it may pass an administrator role to a function of its own',
      state,
      related: {
        ...role({ sets: passOther }),
        namedRoles: [otherRole({ sets: attached('AdministratorAccess') })],
      },
      evidence: ['escalation', 'policyName', 'Statement[1]'],
    },
  ],
  passes: [
    { name: "AWS's reader policy only", state, related: role({ sets: attached('AmazonS3ReadOnlyAccess') }) },
    { name: 'no policy', state, related: role({ sets: { policies: {}, inlinePolicies: {} } }) },
    {
      name: 'AdministratorAccess behind a boundary that reads parameters only',
      state,
      related: role({
        state: { boundary: managed('AmazonSSMReadOnlyAccess') },
        sets: attached('AdministratorAccess'),
      }),
    },
    {
      name: "a customer's policy whose older version allowed everything",
      state,
      related: { ...role({ sets: own }), policies: [ownPolicy(allow({ Action: 's3:*' }))] },
    },
    {
      name: 'it may pass a reader role to a function of its own',
      state,
      related: {
        ...role({ sets: passOther }),
        namedRoles: [otherRole({ sets: attached('AmazonS3ReadOnlyAccess') })],
      },
    },
  ],
  indeterminate: [
    {
      name: 'the role is not known',
      state,
      related: { role: undefined, policies: [], namedRoles: [] },
      missing: 'roleArn',
    },
    {
      name: 'it names no role',
      state,
      related: { role: null, policies: [], namedRoles: [] },
      missing: 'roleArn',
    },
    {
      name: 'its policies are not all known',
      state,
      related: role({ some: { policies: { [reader]: true } } }),
      missing: '(any other) of arn:aws:iam::111122223333:role/app',
    },
    {
      name: "a customer's policy, not read yet",
      state,
      related: { ...role({ sets: own }), policies: [{ missing: OWN_POLICY }] },
      missing: OWN_POLICY,
    },
    {
      name: "a customer's policy whose text is not known",
      state,
      related: { ...role({ sets: own }), policies: [ownPolicy(true)] },
      missing: OWN_POLICY,
    },
    {
      name: 'a boundary that may cut it down',
      state,
      related: role({ state: { boundary: OWN_POLICY }, sets: attached('AdministratorAccess') }),
      missing: OWN_POLICY,
    },
    {
      name: 'it may pass a role whose rights are not known',
      state,
      related: { ...role({ sets: passOther }), namedRoles: [{ missing: OTHER }] },
      missing: `the rights of ${OTHER}`,
    },
  ],
  notApplicable: [{ name: 'the role was deleted', state, related: role({ gone: true }) }],
});

describe('pod-identity-privileged-role witnesses', () => {
  const rule = ruleOf(catalogue, 'pod-identity-privileged-role');
  const witness = (name: string, trusted: string) => {
    const verdict = rule.evaluate(resourceOf('pod-identity-association', { state }) as never, {
      config: configOf(),
      related: role({ state: { trust: trusted, boundary: null }, sets: attached(name) }) as never,
    });
    return verdict.status === 'fail' ? verdict.witness! : null;
  };
  const pods = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
  const ec2 = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });

  it('names the pods', () =>
    expect(witness('AdministratorAccess', pods)).toEqual({
      text: 'A pod in namespace shop using service account cart of cluster prod gets arn:aws:iam::111122223333:role/app, an administrator',
      request: { action: 'sts:AssumeRole', namespace: 'shop', serviceAccount: 'cart', cluster: 'prod' },
      extent: 'administrator',
    }));
  it('does not say that they get a role that does not trust EKS Pod Identity', () =>
    expect(witness('AdministratorAccess', ec2)?.text).toContain('prod is given by an association'));
  it('nor one that does not let it tag the session', () => {
    const untagged = trust(podIdentity(['sts:AssumeRole']));
    expect(witness('AdministratorAccess', untagged)?.text).toContain('is given by an association');
  });
  it('is worse where the role is made an administrator', () => {
    const [administrator, escalation] = [
      witness('AdministratorAccess', pods)!,
      witness('IAMFullAccess', pods)!,
    ];
    expect(rule.covers?.(escalation, administrator)).toBe(false);
    expect(rule.covers?.(administrator, escalation)).toBe(true);
  });
});
