import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/7C1E5A90B3D24F68`;
const gives = [{ op: 'patch', key: arn, fields: {}, sets: { clientIds: { vault: true } } }] as const;

describeEvent('AddClientIDToOpenIDConnectProvider', {
  record: record('iam', 'AddClientIDToOpenIDConnectProvider', {
    openIDConnectProviderArn: arn,
    clientID: 'vault',
  }),
  gives,
  withoutRequest: names('AddClientIDToOpenIDConnectProvider', 'provider'),
  omitted: names('AddClientIDToOpenIDConnectProvider', 'provider'),
  cases: [
    {
      name: 'another spelling',
      but: { requestParameters: { openIdConnectProviderArn: encodeURIComponent(arn), clientId: 'vault' } },
      gives,
    },
    {
      name: 'no client named',
      but: { requestParameters: { openIDConnectProviderArn: arn } },
      gives: names('AddClientIDToOpenIDConnectProvider', 'client'),
    },
    {
      name: "another provider's ARN",
      but: {
        requestParameters: {
          openIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:saml-provider/a`,
          clientID: 'vault',
        },
      },
      gives: names('AddClientIDToOpenIDConnectProvider', 'provider'),
    },
  ],
});
