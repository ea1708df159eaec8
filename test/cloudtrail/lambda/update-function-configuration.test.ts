import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-evaluate`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'UpdateFunctionConfiguration', detail },
      sets: changed('UpdateFunctionConfiguration', detail),
    },
  ] as const;

const request = {
  functionName: 'podguard-evaluate',
  role: `arn:aws:iam::${ACCOUNT}:role/other`,
  timeout: 3,
  environment: {},
  handler: null,
};
const answer = { functionName: 'podguard-evaluate', functionArn: arn, timeout: 3 };

describeEvent('UpdateFunctionConfiguration', {
  record: record('lambda', 'UpdateFunctionConfiguration20150331v2', request, answer),
  gives: part('environment, role, timeout 3'),
  withoutRequest: part('?'),
  omitted: part('?'),
  cases: [
    {
      name: 'an older name',
      but: { eventName: 'UpdateFunctionConfiguration20150331' },
      gives: part('environment, role, timeout 3'),
    },
    {
      name: 'nothing named, as the environment is left out',
      but: { requestParameters: { functionName: 'podguard-evaluate', revisionId: 'r' } },
      gives: part(null),
    },
    {
      name: 'neither names it',
      but: { requestParameters: {}, responseElements: null },
      gives: names('UpdateFunctionConfiguration20150331v2', 'function'),
    },
  ],
});
