import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:role/checkout`;
const trust = '{"Version":"2012-10-17","Statement":[]}';
const written = '{\n  "Version": "2012-10-17",\n\t"Statement": []\n}';
const request = {
  path: '/app/',
  roleName: 'checkout',
  assumeRolePolicyDocument: written,
  maxSessionDuration: 3600,
};
const role = {
  path: '/app/',
  roleName: 'checkout',
  roleId: 'AROACHECKOUT1EXAMPLE',
  arn: `arn:aws:iam::${ACCOUNT}:role/app/checkout`,
  createDate: 'Mar 12, 2026, 7:30:04 AM',
  assumeRolePolicyDocument: encodeURIComponent(written),
};
const fields = {
  arn: role.arn,
  roleId: role.roleId,
  trust,
  boundary: null,
  maxSessionDuration: 3600,
  lastUsedAt: null,
};
const sets = { policies: {}, inlinePolicies: {}, tags: {} };
const put = { op: 'put', creates: true, key, uniqueId: role.roleId, fields, sets } as const;
/** Whether the answer alone would name its tags nobody knows. */
const untold = { ...put, sets: { ...sets, tags: null } };
const answerOnly = { ...fields, boundary: '?', maxSessionDuration: '?' };
const boundary = `arn:aws:iam::${ACCOUNT}:policy/pod-boundary`;

describeEvent('CreateRole', {
  record: record('iam', 'CreateRole', request, { role }),
  gives: [put],
  withoutRequest: [{ ...untold, fields: answerOnly }],
  omitted: [{ ...untold, fields: answerOnly }],
  cases: [
    {
      name: 'a boundary that only the request names',
      but: { requestParameters: { ...request, permissionsBoundary: boundary } },
      gives: [{ ...put, fields: { ...fields, boundary } }],
    },
    {
      name: 'a boundary that only the answer names',
      but: {
        requestParameters: null,
        responseElements: {
          role: {
            ...role,
            permissionsBoundary: { permissionsBoundaryType: 'Policy', permissionsBoundaryArn: boundary },
          },
        },
      },
      gives: [{ ...untold, fields: { ...answerOnly, boundary } }],
    },
    {
      name: 'no answer: the path is in the request',
      but: { responseElements: null },
      gives: [{ op: 'put', creates: true, key, fields: { ...fields, roleId: '?' }, sets }],
    },
    {
      name: 'a plain document in the answer, as the console writes it',
      but: {
        requestParameters: null,
        responseElements: { role: { ...role, assumeRolePolicyDocument: written } },
      },
      gives: [{ ...untold, fields: answerOnly }],
    },
    {
      name: 'a document that is no JSON is kept as it is',
      but: { requestParameters: { ...request, assumeRolePolicyDocument: '{"Version"' } },
      gives: [{ ...put, fields: { ...fields, trust: '{"Version"' } }],
    },
    {
      name: 'tags, whose keys differ by more than capitals',
      but: {
        requestParameters: {
          ...request,
          tags: [
            { key: 'podguard:owner', value: 'shop' },
            { key: 'Stage', value: 'prod' },
          ],
        },
      },
      gives: [{ ...put, sets: { ...sets, tags: { 'podguard:owner': 'shop', stage: 'prod' } } }],
    },
    {
      name: 'tags that a redactor covered',
      but: { requestParameters: { ...request, tags: [{ key: 'stage', value: '***' }] } },
      gives: [untold],
    },
    {
      name: 'a value longer than AWS allows',
      but: { requestParameters: { ...request, tags: [{ key: 'stage', value: 'x'.repeat(257) }] } },
      gives: [untold],
    },
    {
      name: 'China has its own partition',
      but: { awsRegion: 'cn-north-1', responseElements: { role: { roleId: role.roleId } } },
      gives: [
        {
          ...put,
          key: `arn:aws-cn:iam::${ACCOUNT}:role/checkout`,
          fields: { ...fields, arn: `arn:aws-cn:iam::${ACCOUNT}:role/app/checkout` },
        },
      ],
    },
    {
      name: 'a region that a redactor made up says nothing of the partition',
      but: { awsRegion: 'cn-west-3r' },
      gives: [put],
    },
    {
      name: 'neither names the role',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateRole', 'role'),
    },
    {
      name: 'a role whose name a redactor removed',
      but: { requestParameters: { ...request, roleName: '***' }, responseElements: null },
      gives: names('CreateRole', 'role'),
    },
    {
      name: 'nobody says whose account it is',
      but: { recipientAccountId: '', userIdentity: { type: 'Unknown' } },
      gives: names('CreateRole', 'account'),
    },
  ],
});
