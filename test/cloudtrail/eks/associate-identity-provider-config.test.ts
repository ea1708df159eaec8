import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { update } from './update.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const oidc = {
  identityProviderConfigName: 'workforce',
  issuerUrl: 'https://login.example.com/oauth2/default',
  clientId: 'kubernetes',
  groupsClaim: 'groups',
};
const patch = (issuer: string | boolean) =>
  ({ op: 'patch', key, fields: {}, sets: { identityProviders: { workforce: issuer } } }) as const;
const missing = names('AssociateIdentityProviderConfig', 'cluster');

describeEvent('AssociateIdentityProviderConfig', {
  record: record(
    'eks',
    'AssociateIdentityProviderConfig',
    { name: 'prod', oidc },
    {
      ...update('AssociateIdentityProviderConfig', {
        IdentityProviderConfig: '[{"type":"oidc","name":"workforce"}]',
      }),
      tags: {},
    },
  ),
  gives: [patch(oidc.issuerUrl)],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'an issuer that a redactor covered',
      but: { requestParameters: { name: 'prod', oidc: { ...oidc, issuerUrl: '***' } } },
      gives: [patch(true)],
    },
    {
      name: 'a configuration that a redactor covered',
      but: { requestParameters: { name: 'prod', oidc: '***' } },
      gives: names('AssociateIdentityProviderConfig', 'identity provider configuration'),
    },
  ],
});
