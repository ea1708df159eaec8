import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, deployer, names, record, root, user } from '../records.ts';

const key = `${ACCOUNT}/AKIANEWKEY01EXAMPLE`;
const made = { accessKeyId: 'AKIANEWKEY01EXAMPLE', status: 'Active', createDate: 'Mar 12, 2026, 7:30:04 AM' };
const fields = {
  keyId: made.accessKeyId,
  createdAt: '2026-03-12T07:30:04Z',
  lastUsedAt: '?',
  readAt: '?',
  userName: 'anneke',
  ofRoot: false,
  status: 'Active',
  creator: `arn:aws:iam::${ACCOUNT}:role/ci/deployer`,
  creatorSession: 'deploy-7',
  createdByOwner: false,
};
const put = { op: 'put', creates: true, key, fields, sets: {} } as const;
const own = { ...fields, creator: user.arn ?? '', creatorSession: null, createdByOwner: true };
const ofRoot = {
  ...fields,
  userName: null,
  ofRoot: true,
  creator: root.arn ?? '',
  creatorSession: null,
  createdByOwner: true,
};
const anneke = { op: 'patch', key: `arn:aws:iam::${ACCOUNT}:user/anneke`, fields: {}, sets: {} } as const;
const omitted = { omitted: true };

describeEvent('CreateAccessKey', {
  record: record(
    'iam',
    'CreateAccessKey',
    { userName: 'anneke' },
    { accessKey: { userName: 'anneke', ...made } },
  ),
  gives: [put, anneke],
  withoutRequest: [put, anneke],
  omitted: [put, anneke],
  cases: [
    {
      name: 'a user for himself, by name',
      but: { userIdentity: user },
      gives: [{ ...put, fields: own }, anneke],
    },
    {
      name: 'a user for himself sends no parameters',
      but: { userIdentity: user, requestParameters: null },
      gives: [{ ...put, fields: own }, anneke],
    },
    {
      name: 'a user for another',
      but: { userIdentity: { ...user, userName: 'ben', arn: `arn:aws:iam::${ACCOUNT}:user/ben` } },
      gives: [
        {
          ...put,
          fields: { ...fields, creator: `arn:aws:iam::${ACCOUNT}:user/ben`, creatorSession: null },
        },
        anneke,
      ],
    },
    {
      name: 'root for itself',
      but: { userIdentity: root, requestParameters: null, responseElements: { accessKey: made } },
      gives: [{ ...put, fields: ofRoot }],
    },
    {
      name: 'root for itself, with an empty request',
      but: { userIdentity: root, requestParameters: {}, responseElements: { accessKey: made } },
      gives: [{ ...put, fields: ofRoot }],
    },
    {
      name: 'root for a user',
      but: { userIdentity: root },
      gives: [{ ...put, fields: { ...fields, creator: root.arn ?? '', creatorSession: null } }, anneke],
    },
    {
      name: 'root, and whom it named was left out',
      but: { userIdentity: root, requestParameters: omitted, responseElements: { accessKey: made } },
      gives: [
        {
          ...put,
          fields: {
            ...fields,
            userName: '?',
            ofRoot: '?',
            creator: root.arn ?? '',
            creatorSession: null,
            createdByOwner: '?',
          },
        },
      ],
    },
    {
      name: 'nobody says who called',
      but: { userIdentity: { accountId: ACCOUNT } },
      gives: [
        { ...put, fields: { ...fields, creator: '?', creatorSession: null, createdByOwner: '?' } },
        anneke,
      ],
    },
    ...[
      ['made before its record', 'Mar 12, 2026, 7:30:01 AM', '2026-03-12T07:30:01Z'],
      ['made in the afternoon, as others write it', 'Mar 12, 2026 7:30:01\u202fPM', '2026-03-12T19:30:01Z'],
      ['made as ISO 8601 says', '2026-03-12T07:30:01.000Z', '2026-03-12T07:30:01Z'],
      ['made then, in words that nobody reads', 'this morning', '2026-03-12T07:30:04Z'],
      ['made on no day', 'Mar 42, 2026, 7:30:01 AM', '2026-03-12T07:30:04Z'],
    ].map(([name = '', createDate = '', createdAt = '']) => ({
      name,
      but: { responseElements: { accessKey: { ...made, createDate } } },
      gives: [{ ...put, fields: { ...fields, createdAt } }, anneke] as const,
    })),
    {
      name: 'a status that does not exist',
      but: { responseElements: { accessKey: { ...made, status: 'Sleeping' } }, userIdentity: deployer },
      gives: [{ ...put, fields: { ...fields, status: '?' } }, anneke],
    },
    {
      name: 'an answer without the key',
      but: { responseElements: null },
      gives: names('CreateAccessKey', 'access key'),
    },
  ],
});
