import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/7C1E5A90B3D24F68`;

describeEvent('DeleteOpenIDConnectProvider', {
  record: record('iam', 'DeleteOpenIDConnectProvider', { openIDConnectProviderArn: arn }),
  gives: [{ op: 'delete', key: arn }],
  withoutRequest: names('DeleteOpenIDConnectProvider', 'provider'),
  omitted: names('DeleteOpenIDConnectProvider', 'provider'),
  cases: [
    {
      name: 'an ARN that is percent-encoded',
      but: { requestParameters: { openIDConnectProviderArn: encodeURIComponent(arn) } },
      gives: [{ op: 'delete', key: arn }],
    },
    {
      name: 'an encoding that is broken',
      but: { requestParameters: { openIDConnectProviderArn: 'arn%3Aaws%ZZ' } },
      gives: names('DeleteOpenIDConnectProvider', 'provider'),
    },
  ],
});
