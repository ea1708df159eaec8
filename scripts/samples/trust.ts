import type { JsonObject } from '@podguard/core';
import { ACCOUNT, HOME } from './people.ts';

export const STAGING_ISSUER = `oidc.eks.${HOME}.amazonaws.com/id/7C1E5A90B3D24F68A1B7C90D2E4F6A13`;
export const PROD_ISSUER = `oidc.eks.${HOME}.amazonaws.com/id/2B9D44F1C07E4A5D9F3361A8E5C0B772`;

const document = (statement: JsonObject): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);

/** Pod Identity as documented: both actions, from this company's clusters only. */
export function podIdentity(
  actions: readonly string[] = ['sts:AssumeRole', 'sts:TagSession'],
  also: JsonObject = {},
) {
  return document({
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: actions,
    Condition: {
      StringEquals: { 'aws:SourceAccount': ACCOUNT, ...also },
      ArnLike: { 'aws:SourceArn': `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/parcels-*` },
    },
  });
}

export function irsa(issuer: string, condition: JsonObject): string {
  return document({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: condition,
  });
}

export function toService(service: string): string {
  return document({ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' });
}

export function toPrincipal(arn: string): string {
  return document({
    Effect: 'Allow',
    Principal: { AWS: arn },
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
  });
}
