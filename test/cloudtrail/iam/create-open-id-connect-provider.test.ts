import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const url = 'oidc.eks.eu-central-1.amazonaws.com/id/7C1E5A90B3D24F68';
const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${url}`;
const request = { url: `https://${url}`, clientIDList: ['sts.amazonaws.com'], thumbprintList: ['9e99a48a'] };
const put = {
  op: 'put',
  creates: true,
  key: arn,
  fields: { arn, url },
  sets: { clientIds: { 'sts.amazonaws.com': true }, thumbprints: { '9e99a48a': true } },
} as const;

describeEvent('CreateOpenIDConnectProvider', {
  record: record('iam', 'CreateOpenIDConnectProvider', request, { openIDConnectProviderArn: arn }),
  gives: [put],
  withoutRequest: [{ ...put, sets: { clientIds: null, thumbprints: null } }],
  omitted: [{ ...put, sets: { clientIds: null, thumbprints: null } }],
  cases: [
    {
      name: 'no client ids at all, and thumbprints that IAM finds by itself',
      but: { requestParameters: { url: request.url } },
      gives: [{ ...put, sets: { clientIds: {}, thumbprints: null } }],
    },
    {
      name: 'one client id that a redactor changed: none is known for sure',
      but: { requestParameters: { url: request.url, clientIDList: ['sts.amazonaws.com', '***'] } },
      gives: [{ ...put, sets: { clientIds: null, thumbprints: null } }],
    },
    { name: 'no answer', but: { responseElements: null }, gives: [put] },
    {
      name: 'an ARN that is percent-encoded',
      but: { responseElements: { openIDConnectProviderArn: encodeURIComponent(arn) } },
      gives: [put],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateOpenIDConnectProvider', 'provider'),
    },
  ],
});
