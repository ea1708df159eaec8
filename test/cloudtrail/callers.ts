import type { JsonObject } from '@podguard/core';
import { ACCOUNT } from './records.ts';

export const NODE_ROLE = `arn:aws:iam::${ACCOUNT}:role/node`;
const session = (role: string, name: string, context: JsonObject): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROASESSION01EXAMPLE:${name}`,
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
  accountId: ACCOUNT,
  accessKeyId: 'ASIASESSION01EXAMPLE',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROASESSION01EXAMPLE',
      arn: `arn:aws:iam::${ACCOUNT}:role/eks/${role}`,
      accountId: ACCOUNT,
      userName: role,
    },
    attributes: { creationDate: '2026-03-12T05:48:31Z', mfaAuthenticated: 'false' },
    ...context,
  },
});

export const node = session('node', 'i-064d652934ecf0bfc', { ec2RoleDelivery: '2.0' });
/** As older records have it. */
export const oldNode = session('node', 'i-064d652934ecf0bfc', {});
export const irsaPod = session('carts', 'botocore-session-1773301804', {
  webIdFederationData: {
    federatedProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF`,
    attributes: {},
  },
});
export const podIdentityPod = session(
  'carts',
  'eks-prod-carts-7d9f-498124c2-1f6b-4b3c-9d1e-0a1b2c3d4e5f',
  {},
);
export const pods: JsonObject = { type: 'AWSService', invokedBy: 'pods.eks.amazonaws.com' };
