import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const url = 'oidc.example.com/prod';
const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${url}`;
const request = {
  openIDConnectProviderArn: arn,
  thumbprintList: ['9E99A48A9960B14926BB7F3B02E22DA2B0AB7280', '06b25927c42a721631c1efd9431e648fa62e1e39'],
};
const put = {
  op: 'put',
  creates: false,
  key: arn,
  fields: { arn, url },
  sets: {
    clientIds: null,
    thumbprints: {
      '9e99a48a9960b14926bb7f3b02e22da2b0ab7280': true,
      '06b25927c42a721631c1efd9431e648fa62e1e39': true,
    },
  },
} as const;
const missing = names('UpdateOpenIDConnectProviderThumbprint', 'provider');

describeEvent('UpdateOpenIDConnectProviderThumbprint', {
  record: record('iam', 'UpdateOpenIDConnectProviderThumbprint', request),
  gives: [put],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'a thumbprint that a redactor covered: the list is not known',
      but: { requestParameters: { ...request, thumbprintList: ['***'] } },
      gives: names('UpdateOpenIDConnectProviderThumbprint', 'thumbprint'),
    },
  ],
});
