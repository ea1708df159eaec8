import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, resourceOf } from '../../support/states.ts';
import { aws, beyondBound, ISSUER, irsa, podIdentity, trust } from '../../support/trusts.ts';
import { ec2, nodegroup, standard } from '../node-role/node-roles.ts';

const creator = `arn:aws:iam::${ACCOUNT}:role/app`;
const active = {
  keyId: 'AKIAIOSFODNN7EXAMPLE',
  userName: 'ci',
  status: 'Active',
  ofRoot: false,
  creator,
  creatorSession: 'botocore-session-1',
} as const;
const none = { associations: [], targetAssociations: [], nodegroups: [] };
const roleOf = (text: string | undefined, policies: Record<string, boolean> = {}) =>
  resourceOf('iam-role', { state: { trust: text }, sets: { policies, inlinePolicies: {} } });
const token = irsa({
  StringEquals: {
    [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart',
    [`${ISSUER}:aud`]: 'sts.amazonaws.com',
  },
});
const pods = podIdentity(['sts:AssumeRole', 'sts:TagSession']);
const people = aws({ AWS: `arn:aws:iam::${ACCOUNT}:root` });

describeRule(ruleOf(catalogue, 'static-key-created-by-workload'), 'access-key', {
  fails: [
    {
      name: "a session of a role that a cluster's tokens get",
      state: active,
      related: { ...none, creatorRole: roleOf(trust(token)) },
      evidence: ['creator', 'creatorSession', 'trust.Statement[0].Principal.Federated'],
    },
    {
      name: 'a session of EKS Pod Identity, of a role that people have too',
      state: { ...active, creatorSession: 'eks-prod-cart-7d9c-3f1a2b4c' },
      related: { ...none, creatorRole: roleOf(trust(pods, people)) },
      evidence: ['creatorSession', 'trust'],
    },
    {
      name: 'a session of a role that an association binds',
      state: { status: 'Active', creator },
      related: {
        ...none,
        creatorRole: roleOf(trust(pods)),
        associations: [resourceOf('pod-identity-association', {})],
      },
      evidence: ['association'],
    },
    {
      name: 'a session of a node role',
      state: { ...active, creatorSession: 'i-0abc1234def567890' },
      related: { ...none, creatorRole: roleOf(ec2, standard) },
      evidence: ['nodeRole'],
    },
    {
      name: 'a session of the role of a node group',
      state: active,
      related: { ...none, creatorRole: roleOf(ec2), nodegroups: [nodegroup(creator)] },
      evidence: ['nodeRole'],
    },
  ],
  passes: [
    {
      name: 'a session of a role for people',
      state: active,
      related: { ...none, creatorRole: roleOf(trust(people)) },
    },
    { name: 'a user made it', state: active, related: { ...none, creatorRole: null } },
    {
      name: 'the key is inactive',
      state: { ...active, status: 'Inactive' },
      related: { ...none, creatorRole: roleOf(trust(token)) },
    },
  ],
  indeterminate: [
    {
      name: 'the status is not known',
      state: { ...active, status: undefined },
      related: { ...none, creatorRole: roleOf(trust(token)) },
      missing: 'status',
    },
    {
      name: 'people have the role too',
      state: active,
      related: { ...none, creatorRole: roleOf(trust(token, people)) },
      missing: 'whether it was a pod',
    },
    {
      name: 'an instance of which nothing tells whether it is a node',
      state: { ...active, creatorSession: 'i-0abc1234def567890' },
      related: { ...none, creatorRole: roleOf(ec2) },
      missing: 'whether i-0abc1234def567890 is a cluster node',
    },
    {
      name: 'the trust policy of the role is not known',
      state: active,
      related: { ...none, creatorRole: roleOf(undefined) },
      missing: 'trust policy',
    },
    {
      name: 'a role of pods by the configuration, its trust policy unknown',
      state: active,
      related: { ...none, creatorRole: roleOf(undefined) },
      config: { podRoles: ['app'] },
      missing: 'whether it was a pod',
    },
    {
      name: 'who else has the role cannot be decided',
      state: active,
      related: { ...none, creatorRole: roleOf(beyondBound.principals('*')) },
      config: { podRoles: ['app'] },
      missing: 'whether it was a pod',
    },
  ],
  notApplicable: [
    { name: 'a key of root', state: { ...active, ofRoot: true }, related: { ...none, creatorRole: null } },
  ],
});
