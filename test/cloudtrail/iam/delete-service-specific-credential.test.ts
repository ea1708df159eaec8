import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record, user } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:user/carts`;
const id = 'ACCACARTS001EXAMPLE';
const request = { userName: 'carts', serviceSpecificCredentialId: id };
const patch = (of: string, value: null) =>
  ({ op: 'patch', key: of, fields: {}, sets: { serviceCredentials: { [id]: value } } }) as const;

describeEvent('DeleteServiceSpecificCredential', {
  record: record('iam', 'DeleteServiceSpecificCredential', request),
  gives: [patch(key, null)],
  withoutRequest: names('DeleteServiceSpecificCredential', 'user'),
  omitted: names('DeleteServiceSpecificCredential', 'user'),
  cases: [
    {
      name: "a user's own, whom the request need not name",
      but: { userIdentity: user, requestParameters: { serviceSpecificCredentialId: id } },
      gives: [patch(`arn:aws:iam::${ACCOUNT}:user/anneke`, null)],
    },
    {
      name: 'no credential named',
      but: { requestParameters: { userName: 'carts' } },
      gives: names('DeleteServiceSpecificCredential', 'credential'),
    },
  ],
});
