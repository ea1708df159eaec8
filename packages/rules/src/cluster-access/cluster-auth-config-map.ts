import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { clusterNameOf } from '../shared/cluster-name.ts';
import { lines } from '../shared/mend-steps.ts';

export const clusterAuthConfigMap = defineRule({
  id: 'cluster-auth-config-map',
  title: 'The cluster authenticates only by its aws-auth ConfigMap',
  method: 'cluster-access',
  resource: 'eks-cluster',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a cluster whose authentication mode is CONFIG_MAP: who may do what in it is written in a ConfigMap alone.',
  rationale:
    'Whoever may edit the ConfigMap can make anybody an administrator, AWS keeps no record of it, and one slip in it locks everybody out.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  ],
  mappings: { cisEks: ['4.1.7'] },
  falsePositives: ['A cluster on an outpost or of a version that has no access entries yet.'],
  needs: {},
  covers: undefined,
  evaluate(cluster) {
    const { authenticationMode } = cluster.state;
    if (typeof authenticationMode !== 'string') return indeterminate('authenticationMode');
    if (authenticationMode !== 'CONFIG_MAP') return pass;
    return fail(`Who gets into cluster ${clusterNameOf(cluster)} is written in its aws-auth ConfigMap only`, {
      evidence: [{ path: 'accessConfig.authenticationMode', value: authenticationMode }],
    });
  },
  mend: {
    cli: lines(
      '# one way only, and aws-auth stays in force beside access entries',
      'aws eks update-cluster-config --name {clusterName} --region {region} --access-config authenticationMode=API_AND_CONFIG_MAP',
      'aws eks wait cluster-active --name {clusterName} --region {region}',
      '# once each line of aws-auth has its access entry, the roles of self-managed nodes too (--type EC2_LINUX), and an administrator got in by one:',
      '# whoever has none is locked out by this, and it cannot be taken back',
      '# aws eks update-cluster-config --name {clusterName} --region {region} --access-config authenticationMode=API',
    ),
    terraform: lines(
      '# one way only, and aws-auth stays in force beside access entries; see in the plan that the cluster is not replaced',
      'access_config {',
      '  authentication_mode = "API_AND_CONFIG_MAP"',
      '}',
      '# "API" in a second step, once each line of aws-auth has its aws_eks_access_entry, nodes too: it locks out the others, and cannot be taken back',
    ),
    cloudformation: lines(
      '# one way only, and aws-auth stays in force beside access entries',
      'AccessConfig:',
      '  AuthenticationMode: API_AND_CONFIG_MAP',
      '# API in a second step, once each line of aws-auth has its AWS::EKS::AccessEntry, nodes too: it locks out the others, and cannot be taken back',
    ),
  },
});
