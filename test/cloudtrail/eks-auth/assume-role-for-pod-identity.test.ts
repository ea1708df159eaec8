import { node } from '../callers.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

describeEvent('AssumeRoleForPodIdentity', {
  record: {
    ...record('eks-auth', 'AssumeRoleForPodIdentity', {
      clusterName: 'prod',
      token: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    }),
    userIdentity: node,
    readOnly: true,
  },
  gives: [{ op: 'activity', key: `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`, use: 'pod-identity' }],
  withoutRequest: names('AssumeRoleForPodIdentity', 'cluster'),
  omitted: names('AssumeRoleForPodIdentity', 'cluster'),
});
