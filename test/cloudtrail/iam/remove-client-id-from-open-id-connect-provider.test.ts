import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/7C1E5A90B3D24F68`;
const gives = [{ op: 'patch', key: arn, fields: {}, sets: { clientIds: { vault: null } } }] as const;

describeEvent('RemoveClientIDFromOpenIDConnectProvider', {
  record: record('iam', 'RemoveClientIDFromOpenIDConnectProvider', {
    openIDConnectProviderArn: arn,
    clientID: 'vault',
  }),
  gives,
  withoutRequest: names('RemoveClientIDFromOpenIDConnectProvider', 'provider'),
  omitted: names('RemoveClientIDFromOpenIDConnectProvider', 'provider'),
  cases: [
    {
      name: 'another spelling',
      but: { requestParameters: { openIdConnectProviderArn: encodeURIComponent(arn), clientId: 'vault' } },
      gives,
    },
    {
      name: 'no client named',
      but: { requestParameters: { openIDConnectProviderArn: arn } },
      gives: names('RemoveClientIDFromOpenIDConnectProvider', 'client'),
    },
    {
      name: "another provider's ARN",
      but: {
        requestParameters: {
          openIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:saml-provider/a`,
          clientID: 'vault',
        },
      },
      gives: names('RemoveClientIDFromOpenIDConnectProvider', 'provider'),
    },
  ],
});
