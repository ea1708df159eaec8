import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const key = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:carts/db`;
const arn = `${key}-a1B2c3`;

const request = { name: 'carts/db', clientRequestToken: '7f0c1f0e-3f4c-4c71-8f4e-0f8a2a0d9b11' };
const put = {
  op: 'put',
  creates: true,
  uniqueId: arn,
  key,
  fields: {
    arn,
    rotation: 'disabled',
    createdAt: '2026-03-12T07:30:04Z',
    rotatedAt: null,
    readAt: '?',
    resourcePolicy: null,
  },
  sets: {},
} as const;
const { uniqueId: _, ...unidentified } = put;

describeEvent('CreateSecret', {
  record: record('secretsmanager', 'CreateSecret', request, { arn, name: 'carts/db', versionId: 'v' }),
  gives: [put],
  withoutRequest: [put],
  omitted: [put],
  cases: [
    { name: 'the other spelling of the answer', but: { responseElements: { aRN: arn } }, gives: [put] },
    {
      name: 'no answer: its end is not known',
      but: { responseElements: null },
      gives: [{ ...unidentified, fields: { ...put.fields, arn: '?' } }],
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('CreateSecret', 'secret'),
    },
  ],
});
