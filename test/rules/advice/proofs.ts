import type { MigrationPlan } from '@podguard/core';
import { expect } from 'vitest';
import { judgeChanges, put, roleState } from '../../acceptance/judge-role.ts';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { CLUSTER_ARN, ISSUER, PROVIDER, trust } from '../../support/trusts.ts';
import type { Admitted } from './admitted.ts';
import { KEY } from './plans.ts';
import { named } from './surroundings.ts';

export const TEST_ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/TEST01`;
export const TEST_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${TEST_ISSUER}`;
export const TEST_CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/test`;

const cluster = (key: string, issuer: string) =>
  named('eks-cluster', key, {
    state: { name: key.split('/').at(-1) as string, issuer: `https://${issuer}` },
  });
export const CLUSTERS = [cluster(CLUSTER_ARN, ISSUER), cluster(TEST_CLUSTER, TEST_ISSUER)];
export const sub = (issuer: string, value: string | readonly string[]) => ({
  StringEquals: { [`${issuer}:sub`]: value, [`${issuer}:aud`]: 'sts.amazonaws.com' },
});
export const subject = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;
export const cart: Admitted = { cluster: CLUSTER_ARN, namespace: 'shop', serviceAccount: 'cart' };

export function documentOf({ steps }: MigrationPlan, name: string): string {
  const found = steps.flatMap(({ documents }) => documents).find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`no document ${name}`);
  return found.text;
}

export const association = (key: string, { namespace, serviceAccount }: Admitted, roleArn = KEY) =>
  named('pod-identity-association', key, {
    state: { clusterName: 'prod', namespace, serviceAccount, roleArn, targetRoleArn: null },
  });

const LAMBDA = trust({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });

/** All that the catalogue says of the role with a trust policy, in an account that is known as a whole. */
export async function findingsWith(text: string): Promise<readonly string[]> {
  const known = [
    roleState({ name: 'app', trust: JSON.parse(text) as object }),
    roleState({ name: 'admin', trust: JSON.parse(LAMBDA) as object }),
    ...[
      [CLUSTER_ARN, ISSUER],
      [TEST_CLUSTER, TEST_ISSUER],
    ].map(([key = '', issuer = '']) =>
      put({
        kind: 'eks-cluster',
        key,
        fields: { arn: key, name: key.split('/').at(-1) as string, issuer: `https://${issuer}` },
      }),
    ),
    ...[
      [PROVIDER, ISSUER],
      [TEST_PROVIDER, TEST_ISSUER],
    ].map(([key = '', issuer = '']) =>
      put({
        kind: 'oidc-provider',
        key,
        fields: { arn: key, url: `https://${issuer}` },
        sets: { clientIds: { 'sts.amazonaws.com': true } },
      }),
    ),
  ];
  const { findings, undecided } = await judgeChanges(known, { account: ACCOUNT });
  const own = undecided.filter(
    ({ resource, missing }) => resource === KEY && missing.join().includes('trust policy'),
  );
  expect(own).toEqual([]);
  return findings.filter(({ resource }) => resource.key === KEY).map(({ rule }) => rule);
}
