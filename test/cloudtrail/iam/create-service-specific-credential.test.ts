import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:user/carts`;
const id = 'ACCACARTS001EXAMPLE';
const made = {
  createDate: 'Mar 12, 2026, 7:30:04 AM',
  serviceName: 'bedrock.amazonaws.com',
  serviceCredentialAlias: 'carts-at-111122223333',
  serviceCredentialSecret: 'HIDDEN_DUE_TO_SECURITY_REASONS',
  serviceSpecificCredentialId: id,
  userName: 'carts',
  status: 'Active',
};
const patch = (value: string | true) =>
  [{ op: 'patch', key, fields: {}, sets: { serviceCredentials: { [id]: value } } }] as const;

describeEvent('CreateServiceSpecificCredential', {
  record: record(
    'iam',
    'CreateServiceSpecificCredential',
    { userName: 'carts', serviceName: 'bedrock.amazonaws.com' },
    { serviceSpecificCredential: made },
  ),
  gives: patch('Active'),
  withoutRequest: patch('Active'),
  omitted: patch('Active'),
  cases: [
    {
      name: 'an answer without the user or the status',
      but: { responseElements: { serviceSpecificCredential: { serviceSpecificCredentialId: id } } },
      gives: patch(true),
    },
    {
      name: 'an answer without the credential',
      but: { responseElements: null },
      gives: names('CreateServiceSpecificCredential', 'credential'),
    },
    {
      name: 'neither names the user',
      but: {
        requestParameters: {},
        responseElements: { serviceSpecificCredential: { serviceSpecificCredentialId: id } },
      },
      gives: names('CreateServiceSpecificCredential', 'user'),
    },
  ],
});
