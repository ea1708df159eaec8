import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { update } from './update.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const missing = names('DisassociateIdentityProviderConfig', 'cluster');

describeEvent('DisassociateIdentityProviderConfig', {
  record: record(
    'eks',
    'DisassociateIdentityProviderConfig',
    { name: 'prod', identityProviderConfig: { type: 'oidc', name: 'workforce' } },
    update('DisassociateIdentityProviderConfig', {
      IdentityProviderConfig: '[{"type":"oidc","name":"workforce"}]',
    }),
  ),
  gives: [{ op: 'patch', key, fields: {}, sets: { identityProviders: { workforce: null } } }],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'no configuration named',
      but: { requestParameters: { name: 'prod' } },
      gives: names('DisassociateIdentityProviderConfig', 'identity provider configuration'),
    },
  ],
});
