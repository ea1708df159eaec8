import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record, user } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:user/carts`;
const id = 'ACCACARTS001EXAMPLE';
const request = { userName: 'carts', serviceSpecificCredentialId: id, status: 'Inactive' };
const patch = (of: string, value: string | true) =>
  ({ op: 'patch', key: of, fields: {}, sets: { serviceCredentials: { [id]: value } } }) as const;

describeEvent('UpdateServiceSpecificCredential', {
  record: record('iam', 'UpdateServiceSpecificCredential', request),
  gives: [patch(key, 'Inactive')],
  withoutRequest: names('UpdateServiceSpecificCredential', 'user'),
  omitted: names('UpdateServiceSpecificCredential', 'user'),
  cases: [
    {
      name: "a user's own, whom the request need not name",
      but: { userIdentity: user, requestParameters: { serviceSpecificCredentialId: id, status: 'Inactive' } },
      gives: [patch(`arn:aws:iam::${ACCOUNT}:user/anneke`, 'Inactive')],
    },
    {
      name: 'a status that does not exist',
      but: { requestParameters: { ...request, status: 'Sleeping' } },
      gives: [patch(key, true)],
    },
    {
      name: 'no credential named',
      but: { requestParameters: { userName: 'carts' } },
      gives: names('UpdateServiceSpecificCredential', 'credential'),
    },
  ],
});
