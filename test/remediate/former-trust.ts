import { ACCOUNT, configOf, resourceOf } from '../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, PROVIDER, trust } from '../support/trusts.ts';

export const ID = 'restore-trust-policy';
export const SUB = `${ISSUER}:sub`;
export const AUD = `${ISSUER}:aud`;
export const STS = 'sts.amazonaws.com';
export const sa = (name: string) => `system:serviceaccount:${name}`;
export const exact = (subject: string | readonly string[]) => ({
  StringEquals: { [SUB]: subject, [AUD]: STS },
});
export const like = (subject: string) => ({ StringLike: { [SUB]: subject }, StringEquals: { [AUD]: STS } });
export const GOOD = trust(irsa(exact(sa('shop:cart'))));
const FOREIGN = '999988887777';
export const OTHER_ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/FEDCBA';
export const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const config = configOf({
  account: ACCOUNT,
  knownAccounts: [ACCOUNT],
  thirdPartyAccounts: ['444455556666'],
  events: ['activity'],
});
export const cluster = { ...resourceOf('eks-cluster', { state: { issuer: ISSUER } }), key: CLUSTER_ARN };
const provider = (gone: boolean) =>
  ({
    ...resourceOf('oidc-provider', { gone, sets: { clientIds: { [STS]: true } } }),
    key: PROVIDER,
  }) as const;

interface Bad {
  readonly rule: string;
  readonly bad: string;
  readonly good?: string;
  readonly related?: object;
}

export const BAD: readonly Bad[] = [
  { rule: 'irsa-audience-unrestricted', bad: trust(irsa({ StringEquals: { [SUB]: sa('shop:cart') } })) },
  { rule: 'irsa-condition-never-matches', bad: trust(irsa(exact(sa('shop:*')))) },
  {
    rule: 'irsa-condition-vacuous',
    bad: trust(irsa({ ...exact(sa('shop:cart')), Null: { [SUB]: 'false' } })),
  },
  {
    rule: 'irsa-issuer-mismatch',
    bad: trust(irsa({ StringEquals: { [`${OTHER_ISSUER}:sub`]: sa('shop:cart'), [AUD]: STS } })),
  },
  {
    rule: 'irsa-provider-foreign-account',
    bad: trust(irsa(exact(sa('shop:cart')), PROVIDER.replace(ACCOUNT, FOREIGN))),
  },
  {
    rule: 'irsa-provider-unknown',
    bad: trust(
      irsa({ StringEquals: { [`${OTHER_ISSUER}:sub`]: sa('a:b') } }, PROVIDER.replace(ISSUER, OTHER_ISSUER)),
    ),
    related: { clusters: [cluster], clustersEver: [cluster], providers: [provider(false)] },
  },
  { rule: 'irsa-provider-wildcard', bad: trust(irsa(undefined, '*')) },
  { rule: 'irsa-subject-default-service-account', bad: trust(irsa(exact(sa('shop:default')))) },
  { rule: 'irsa-subject-unrestricted', bad: trust(irsa({ StringEquals: { [AUD]: STS } })) },
  { rule: 'irsa-subject-wildcard', bad: trust(irsa(like(sa('shop:*')))) },
  {
    rule: 'legacy-pod-role-trusts-node',
    bad: trust(aws({ AWS: arn('node') })),
    related: {
      trustedRoles: [{ missing: arn('node') }],
      trustedNodegroups: [resourceOf('eks-nodegroup', { state: { nodeRole: arn('node') } })],
    },
  },
  { rule: 'trust-account-root', bad: trust(aws({ AWS: ACCOUNT })), good: trust(aws({ AWS: arn('ci') })) },
  { rule: 'trust-external-id-missing', bad: trust(aws({ AWS: '444455556666' })) },
  { rule: 'trust-foreign-account', bad: trust(aws({ AWS: FOREIGN })), good: trust(aws({ AWS: arn('ci') })) },
  {
    rule: 'trust-not-principal',
    bad: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', NotPrincipal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
    }),
  },
  { rule: 'trust-public-principal', bad: trust(aws('*')) },
  {
    rule: 'trust-roles-anywhere-open',
    bad: trust({ Principal: { Service: 'rolesanywhere.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  },
];
