import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:iam::${ACCOUNT}:policy/carts`;
const policyArn = `arn:aws:iam::${ACCOUNT}:policy/shop/carts`;
const document = '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
const request = {
  policyName: 'carts',
  path: '/shop/',
  policyDocument: JSON.stringify(JSON.parse(document), null, 2),
  description: 'Reads the carts',
};
const policy = {
  policyName: 'carts',
  policyId: 'ANPACARTS001EXAMPLE',
  arn: policyArn,
  path: '/shop/',
  defaultVersionId: 'v1',
  attachmentCount: 0,
  permissionsBoundaryUsageCount: 0,
  isAttachable: true,
  createDate: 'Mar 12, 2026, 7:30:04 AM',
  updateDate: 'Mar 12, 2026, 7:30:04 AM',
};
const fields = { arn: policyArn, defaultVersion: 'v1' };
const put = { op: 'put', creates: true, key, fields, sets: { versions: { v1: document } } } as const;
const answered = { ...put, uniqueId: policy.policyId };
const untold = { ...answered, sets: { versions: { v1: true } } };

describeEvent('CreatePolicy', {
  record: record('iam', 'CreatePolicy', request, { policy }),
  gives: [answered],
  withoutRequest: [untold],
  omitted: [untold],
  cases: [
    { name: 'no answer: the path is in the request', but: { responseElements: null }, gives: [put] },
    {
      name: 'no answer, no path',
      but: { requestParameters: { ...request, path: null }, responseElements: null },
      gives: [{ ...put, fields: { ...fields, arn: key } }],
    },
    {
      name: 'a document that a redactor covered',
      but: { requestParameters: { ...request, policyDocument: '***' } },
      gives: [untold],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreatePolicy', 'policy'),
    },
  ],
});
