import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-evaluate`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'UpdateFunctionCode', detail },
      sets: changed('UpdateFunctionCode', detail),
    },
  ] as const;

const request = {
  dryRun: false,
  publish: true,
  functionName: arn,
  fullyQualifiedArn: {
    arnPrefix: { partition: 'aws', region: 'eu-central-1', account: ACCOUNT },
    relativeId: { functionName: 'podguard-evaluate' },
    functionQualifier: {},
  },
};
const codeSha256 = 'Zm9yIHRoZSB0ZXN0IG9ubHk=';
const answer = { functionName: 'podguard-evaluate', functionArn: `${arn}:8`, version: '8', codeSha256 };

describeEvent('UpdateFunctionCode', {
  record: record('lambda', 'UpdateFunctionCode20150331v2', request, answer),
  gives: part(`code ${codeSha256}`),
  withoutRequest: part(`code ${codeSha256}`),
  omitted: part(`code ${codeSha256}`),
  cases: [
    {
      name: 'an older name',
      but: { eventName: 'UpdateFunctionCode20150331' },
      gives: part(`code ${codeSha256}`),
    },
    {
      name: 'a dry run changes nothing',
      but: { requestParameters: { ...request, dryRun: true } },
      gives: [],
    },
    { name: 'no answer', but: { responseElements: null }, gives: part('?') },
    {
      name: 'neither names it',
      but: { requestParameters: {}, responseElements: null },
      gives: names('UpdateFunctionCode20150331v2', 'function'),
    },
  ],
});
