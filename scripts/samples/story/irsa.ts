import type { Call } from '../call.ts';
import { attach, createProvider, createRole, deleteProvider, setTrust } from '../iam.ts';
import { ines, jonas, maren, marenByEksctl, pipeline } from '../people.ts';
import { irsa, PROD_ISSUER, STAGING_ISSUER } from '../trust.ts';

const audience = { [`${PROD_ISSUER}:aud`]: 'sts.amazonaws.com' };
const dns = {
  StringEquals: { ...audience, [`${PROD_ISSUER}:sub`]: 'system:serviceaccount:kube-system:external-dns' },
};
const metrics = { StringEquals: audience, StringLike: { [`${PROD_ISSUER}:sub`]: 'system:serviceaccount:*' } };
const exports = {
  StringEquals: {
    ...audience,
    [`${PROD_ISSUER}:sub`]: [
      'system:serviceaccount:billing:export',
      'system:serviceaccount:billing:export-retry',
    ],
  },
};

const DEMO_ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/E01F3B6688D24C7C8A54D0917B2E6F95';

export const irsaStory: readonly Call[] = [
  createProvider('07:20:33', marenByEksctl, STAGING_ISSUER),
  createRole('09:30:12', pipeline, 'external-dns', irsa(PROD_ISSUER, dns)),
  attach('09:30:13', pipeline, 'external-dns', 'AmazonRoute53FullAccess'),
  setTrust('09:45:51', ines, 'external-dns', irsa(PROD_ISSUER, { StringEquals: audience })),
  setTrust('10:40:28', pipeline, 'external-dns', irsa(PROD_ISSUER, dns)),
  createRole('14:05:37', pipeline, 'billing-export', irsa(PROD_ISSUER, exports)),
  createRole('14:20:19', jonas, 'fleet-metrics', irsa(PROD_ISSUER, metrics)),
  deleteProvider('17:45:02', maren, DEMO_ISSUER),
];
