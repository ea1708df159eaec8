import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, configOf, resourceOf, type StateInput } from '../../support/states.ts';
import { podIdentity, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'legacy-pod-role-trusts-node');
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const trusting = (principal: unknown, more: object = {}) =>
  trust({ Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...more });
const other = (name: string, input: StateInput<'iam-role'>) => ({
  ...resourceOf('iam-role', input),
  key: arnOf(name),
});
const worker = { 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true };
const ec2 = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const node = other('node', { state: { trust: ec2 }, sets: { policies: worker, inlinePolicies: {} } });
const group = resourceOf('eks-nodegroup', { state: { nodeRole: arnOf('eks/node') } });
const ci = other('ci', { state: { trust: trusting(arnOf('deployer')) }, sets: { policies: {} } });
const none = { trustedRoles: [], trustedNodegroups: [] };
const byGroup = { trustedRoles: [{ missing: arnOf('node') }], trustedNodegroups: [group] };

const only = (arn: string, operator = 'ArnEquals') => ({
  Condition: { [operator]: { 'aws:PrincipalArn': arn } },
});

const tangle = Array.from({ length: 49 }, (_, index) => ({
  Effect: 'Deny' as const,
  Principal: '*',
  Action: 'sts:AssumeRole',
  Condition: {
    ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*${index}*:role/*${index}*a*b*` },
    StringLike: { 'sts:ExternalId': `*${index}*a*${index}b*` },
  },
}));

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'a role with the policy of worker nodes',
      neighbour: 'a role that EC2 may not assume',
      state: { trust: trusting(arnOf('node')) },
      related: { trustedRoles: [node], trustedNodegroups: [] },
      evidence: ['Statement[0].Principal.AWS', 'nodeRole'],
    },
    {
      name: "a node group's role, of which nothing else is known",
      state: { trust: trusting([arnOf('ci'), arnOf('eks/node')]) },
      related: { ...byGroup, trustedRoles: [ci, { missing: arnOf('node') }] },
      evidence: ['Statement[0].Principal.AWS[1]', 'nodeRole'],
    },
    ...(['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike'] as const).flatMap((operator) =>
      [`arn:aws:iam::${ACCOUNT}:root`, '*'].map((principal) => ({
        name: `${principal} with ${operator} of the node role`,
        state: { trust: trusting(principal, only(arnOf('node'), operator)) },
        config: { nodeRoles: ['node'] },
        related: none,
        evidence: [`Statement[0].Condition.${operator}["aws:PrincipalArn"]`, 'nodeRole'],
      })),
    ),
    {
      name: 'a role that the configuration names',
      state: { trust: trusting(arnOf('node')) },
      config: { nodeRoles: [arnOf('eks/node')] },
      related: none,
      evidence: ['nodeRole'],
    },
    {
      name: "one node's session",
      state: { trust: trusting(`arn:aws:sts::${ACCOUNT}:assumed-role/node/i-0abc`) },
      config: { nodeRoles: ['node'] },
      related: none,
      evidence: ['nodeRole'],
    },
    {
      name: 'a node role beside a role of which nothing is known',
      state: { trust: trusting([arnOf('unknown'), arnOf('node')]) },
      config: { nodeRoles: ['node'] },
      related: none,
      evidence: ['nodeRole'],
    },
    {
      name: 'two node roles, with an external id',
      state: {
        trust: trusting([arnOf('node'), arnOf('other')], {
          Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
        }),
      },
      config: { nodeRoles: ['node', 'other'] },
      related: none,
      evidence: ['nodeRole'],
    },
  ],
  passes: [
    {
      name: 'a role that EC2 may not assume',
      state: { trust: trusting(arnOf('ci')) },
      related: { trustedRoles: [ci], trustedNodegroups: [] },
    },
    {
      name: 'a node role that a Deny keeps out',
      state: {
        trust: trust(
          { Principal: { AWS: [arnOf('node'), arnOf('ci')] }, Action: 'sts:AssumeRole' },
          { Effect: 'Deny', Principal: { AWS: arnOf('node') }, Action: 'sts:*' },
        ),
      },
      related: { trustedRoles: [node, ci], trustedNodegroups: [] },
    },
    {
      name: 'a condition that names the node role for somebody else',
      state: { trust: trusting(arnOf('ci'), only(arnOf('node'))) },
      config: { nodeRoles: ['node'] },
      related: { trustedRoles: [ci], trustedNodegroups: [] },
    },
    {
      name: 'a node role that a Deny shuts out again',
      state: {
        trust: trust(
          { Principal: { AWS: '*' }, Action: 'sts:AssumeRole', ...only(arnOf('node')) },
          { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', ...only(arnOf('no*'), 'ArnLike') },
        ),
      },
      config: { nodeRoles: ['node'] },
      related: none,
    },
    {
      name: 'a role that was deleted',
      state: { trust: trusting(arnOf('node')) },
      related: {
        trustedRoles: [other('node', { state: { trust: ec2 }, gone: true })],
        trustedNodegroups: [],
      },
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', related: none, missing: 'trust policy' },
    {
      name: 'nothing is known of the role',
      state: { trust: trusting(arnOf('node')) },
      related: { trustedRoles: [{ missing: arnOf('node') }], trustedNodegroups: [] },
      missing: 'whether nodes have',
    },
    {
      name: 'an EC2 role, and nothing tells what has it',
      state: { trust: trusting(arnOf('node')) },
      related: {
        trustedRoles: [other('node', { state: { trust: ec2 }, sets: { policies: {} } })],
        trustedNodegroups: [],
      },
      missing: 'whether nodes have',
    },
    {
      name: 'the node group was deleted',
      state: { trust: trusting(arnOf('node')) },
      related: {
        trustedRoles: [{ missing: arnOf('node') }],
        trustedNodegroups: [resourceOf('eks-nodegroup', { state: { nodeRole: arnOf('node') }, gone: true })],
      },
      missing: 'whether nodes have',
    },
    {
      name: 'a policy beyond the bound',
      state: {
        trust: trust({ Principal: { AWS: [arnOf('node'), '*'] }, Action: 'sts:AssumeRole' }, ...tangle),
      },
      config: { nodeRoles: ['node'] },
      related: none,
      missing: 'could not be decided within the bound',
    },
    {
      name: 'a condition on the time',
      state: {
        trust: trusting(arnOf('node'), {
          Condition: { DateLessThan: { 'aws:CurrentTime': '2099-01-01T00:00:00Z' } },
        }),
      },
      config: { nodeRoles: ['node'] },
      related: none,
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    {
      name: 'EKS Pod Identity',
      state: { trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])) },
      related: none,
    },
    {
      name: 'a whole account',
      state: { trust: trusting(`arn:aws:iam::${ACCOUNT}:root`) },
      config: { nodeRoles: ['node'] },
      related: none,
    },
    {
      name: 'a whole account but a node role',
      state: {
        trust: trusting(`arn:aws:iam::${ACCOUNT}:root`, only(arnOf('node'), 'ArnNotEquals')),
      },
      config: { nodeRoles: ['node'] },
      related: none,
    },
    {
      name: 'names by a pattern',
      state: { trust: trusting(`arn:aws:iam::${ACCOUNT}:root`, only(arnOf('no*'), 'ArnLike')) },
      config: { nodeRoles: ['node'] },
      related: none,
    },
    {
      name: 'a node role that trusts itself',
      state: { trust: trusting(arnOf('app')) },
      config: { nodeRoles: ['app'] },
      related: none,
    },
    {
      name: 'a user of the same name',
      state: { trust: trusting(`arn:aws:iam::${ACCOUNT}:user/node`) },
      config: { nodeRoles: ['node'] },
      related: none,
    },
    {
      name: 'everybody',
      state: { trust: trust({ Principal: '*', Action: 'sts:AssumeRole' }) },
      config: { nodeRoles: ['node'] },
      related: none,
    },
    {
      name: 'everybody but a node role',
      state: {
        trust: JSON.stringify({
          Statement: { Effect: 'Allow', NotPrincipal: { AWS: arnOf('node') }, Action: 'sts:AssumeRole' },
        }),
      },
      config: { nodeRoles: ['node'] },
      related: none,
    },
    {
      name: 'a name with a wildcard',
      state: { trust: trusting(arnOf('no*')) },
      config: { nodeRoles: ['no*'] },
      related: none,
    },
  ],
});

describe('legacy-pod-role-trusts-node', () => {
  const judge = (principal: unknown) =>
    rule.evaluate(resourceOf('iam-role', { state: { trust: trusting(principal) } }) as never, {
      config: configOf({ nodeRoles: ['node', 'other'] }),
      related: none as never,
    });
  const witness = (principal: unknown) => {
    const verdict = judge(principal);
    return verdict.status === 'fail' ? verdict.witness! : null;
  };

  it('says in its witness who gets what', () =>
    expect(witness(arnOf('node'))).toEqual({
      text: `A pod that reads the credentials of ${arnOf('node')} from its node's metadata service gets ${arnOf('app')}`,
      request: {
        action: 'sts:AssumeRole',
        principal: `arn:aws:sts::${ACCOUNT}:assumed-role/node/unrelated-session`,
        context: expect.objectContaining({ 'aws:PrincipalArn': [arnOf('node')] }),
      },
      extent: [arnOf('node')],
    }));
  it('counts the others', () =>
    expect(judge([arnOf('node'), arnOf('other')])).toMatchObject({
      summary: expect.stringContaining('role/node and 1 more'),
    }));
  it('is no worse where no further node role is trusted', () => {
    const [one, two] = [witness(arnOf('node'))!, witness([arnOf('node'), arnOf('other')])!];
    expect(rule.covers?.(two, one)).toBe(true);
    expect(rule.covers?.(one, two)).toBe(false);
    expect(rule.covers?.({ text: '', request: {} }, one)).toBe(false);
  });
});
