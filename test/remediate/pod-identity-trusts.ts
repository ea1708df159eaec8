import type { Resource } from '@podguard/core';
import { expect } from 'vitest';
import { ACCOUNT, REGION } from '../inventory/account.ts';
import { configOf, resourceOf } from '../support/states.ts';
import { CLUSTER_ARN } from '../support/trusts.ts';
import { firstPlan, judged, roleWith, trustAfter } from './role-plans.ts';
import { APP } from './role-world.ts';

export const ID = 'fix-pod-identity-trust';
export const BOTH = ['sts:AssumeRole', 'sts:TagSession'];
export const SCOPE = {
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
  ArnEquals: { 'aws:SourceArn': CLUSTER_ARN },
};
export const config = configOf({ account: ACCOUNT });
export const association = (state: object = {}, cluster = 'prod', id = 'a-1') =>
  ({
    ...resourceOf('pod-identity-association', {
      state: {
        namespace: 'shop',
        serviceAccount: 'cart',
        clusterName: cluster,
        roleArn: APP,
        disableSessionTags: false,
        ...state,
      },
    }),
    key: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${cluster}/${id}`,
  }) as Resource<'pod-identity-association'>;

export function mended(
  rule: string,
  text: string,
  associations: readonly Resource<'pod-identity-association'>[],
) {
  const related = { associations };
  const changed = trustAfter(firstPlan(ID, { rule, target: roleWith(text), related, config }));
  expect(judged(rule, roleWith(changed), { related, config }).status).toBe('pass');
  return JSON.parse(changed);
}
