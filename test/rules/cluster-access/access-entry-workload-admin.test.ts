import { catalogue } from '@podguard/rules';
import {
  access,
  adminOfCluster,
  CLUSTER_ADMIN,
  entryState,
  holding,
  USER,
} from '../../support/access-entries.ts';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';
import { aws, irsa, podIdentity, trust } from '../../support/trusts.ts';

const none = { associations: [], targetAssociations: [], nodegroups: [] };
const role = (input: StateInput<'iam-role'>) => ({ ...none, roles: [resourceOf('iam-role', input)] });
const missing = { ...none, roles: [{ missing: 'arn:aws:iam::111122223333:role/app' }] };
const people = trust(aws({ AWS: 'arn:aws:iam::111122223333:role/sso' }));
const instances = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const ofPods = { trust: trust(irsa()) };
const association = resourceOf('pod-identity-association', {
  state: { namespace: 'shop', serviceAccount: 'cart', clusterName: 'prod' },
});

describeRule(ruleOf(catalogue, 'access-entry-workload-admin'), 'access-entry', {
  fails: [
    {
      name: "a role that a cluster's tokens get",
      state: entryState,
      sets: adminOfCluster,
      related: role({ state: ofPods }),
      evidence: ['policyArn', 'accessScope', 'principalArn', 'trust.Statement[0].Principal.Federated'],
    },
    {
      name: 'a role with an association, of which nothing else is known',
      state: entryState,
      sets: adminOfCluster,
      related: { ...missing, associations: [association] },
      evidence: ['association'],
    },
    {
      name: 'a role that an association chains to',
      state: entryState,
      sets: adminOfCluster,
      related: { ...missing, targetAssociations: [association] },
      evidence: ['association'],
    },
    {
      name: 'a role that trusts EKS Pod Identity; the rest of the entry unknown',
      state: entryState,
      some: { policies: { [access('AmazonEKSAdminPolicy', 'aws-cn')]: 'cluster' } },
      related: role({ state: { trust: trust(podIdentity(['sts:AssumeRole', 'sts:TagSession'])) } }),
      evidence: ['trust'],
    },
    {
      name: 'a role of a node group',
      state: entryState,
      sets: adminOfCluster,
      related: {
        ...missing,
        nodegroups: [resourceOf('eks-nodegroup', { state: { nodeRole: entryState.principalArn } })],
      },
      evidence: ['node role by'],
    },
    {
      name: 'a role that the configuration calls one of nodes',
      state: entryState,
      sets: adminOfCluster,
      related: missing,
      config: { nodeRoles: ['app'] },
      evidence: ['node role by'],
    },
  ],
  passes: [
    {
      name: 'a role of people',
      state: entryState,
      sets: adminOfCluster,
      related: role({ state: { trust: people }, sets: { policies: {} } }),
    },
    {
      name: "a pod's role that administers one namespace",
      state: entryState,
      sets: holding({ [CLUSTER_ADMIN]: 'namespace:shop' }),
      related: role({ state: ofPods }),
    },
    {
      name: "a pod's role that may edit the cluster",
      state: entryState,
      sets: holding({ [access('AmazonEKSEditPolicy')]: 'cluster' }),
      related: role({ state: ofPods }),
    },
    {
      name: 'a policy of no ARN that anybody knows',
      state: entryState,
      sets: holding({ AmazonEKSClusterAdminPolicy: 'cluster' }),
      related: role({ state: ofPods }),
    },
    {
      name: "Auto Mode's own entry for its nodes",
      state: { ...entryState, type: 'EC2' },
      sets: holding({ [access('AmazonEKSAutoNodePolicy')]: 'cluster' }),
      related: role({
        sets: { policies: { 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy': true } },
      }),
    },
  ],
  indeterminate: [
    { name: 'policies unknown', state: entryState, related: role({ state: ofPods }), missing: 'policies' },
    {
      name: 'the scope unknown',
      state: entryState,
      sets: holding({ [CLUSTER_ADMIN]: true }),
      related: role({ state: ofPods }),
      missing: `scope of ${CLUSTER_ADMIN}`,
    },
    {
      name: 'nothing known of the role',
      state: entryState,
      sets: adminOfCluster,
      related: missing,
      missing: 'role arn:aws:iam::111122223333:role/app',
    },
    {
      name: 'its trust policy unknown',
      state: entryState,
      sets: adminOfCluster,
      related: role({}),
      missing: 'trust policy',
    },
    {
      name: 'a role of instances, which may be nodes',
      state: entryState,
      sets: adminOfCluster,
      related: role({ state: { trust: instances }, sets: { policies: {} } }),
      missing: 'are nodes',
    },
    {
      name: 'principal unknown',
      state: { ...entryState, principalArn: undefined },
      sets: adminOfCluster,
      related: { ...none, roles: [] },
      missing: 'principalArn',
    },
  ],
  notApplicable: [
    {
      name: 'a user',
      state: { ...entryState, principalArn: USER },
      sets: adminOfCluster,
      related: { ...none, roles: [] },
    },
    {
      name: 'the role was deleted',
      state: entryState,
      sets: adminOfCluster,
      related: role({ state: ofPods, gone: true }),
    },
  ],
});
