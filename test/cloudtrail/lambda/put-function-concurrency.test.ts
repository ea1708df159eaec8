import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:podguard-evaluate`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'PutFunctionConcurrency', detail },
      sets: changed('PutFunctionConcurrency', detail),
    },
  ] as const;

const request = { functionName: 'podguard-evaluate', reservedConcurrentExecutions: 0 };
const named = (functionName: string) => ({ ...request, functionName });

describeEvent('PutFunctionConcurrency', {
  record: record('lambda', 'PutFunctionConcurrency20171031', request, { reservedConcurrentExecutions: 0 }),
  gives: part('reserved concurrency 0'),
  withoutRequest: names('PutFunctionConcurrency20171031', 'function'),
  omitted: names('PutFunctionConcurrency20171031', 'function'),
  cases: [
    {
      name: "the API's own name",
      but: {
        eventName: 'PutFunctionConcurrency',
        requestParameters: { ...request, reservedConcurrentExecutions: 20 },
        responseElements: null,
      },
      gives: part('reserved concurrency 20'),
    },
    {
      name: 'by ARN',
      but: { requestParameters: named(encodeURIComponent(arn)) },
      gives: part('reserved concurrency 0'),
    },
    {
      name: 'by ARN with an alias',
      but: { requestParameters: named(`${arn}:live`) },
      gives: part('reserved concurrency 0'),
    },
    {
      name: "by an ARN's end",
      but: { requestParameters: named(`${ACCOUNT}:function:podguard-evaluate`) },
      gives: part('reserved concurrency 0'),
    },
    {
      name: 'by name and version',
      but: { requestParameters: named('podguard-evaluate:7') },
      gives: part('reserved concurrency 0'),
    },
    {
      name: "something else's ARN",
      but: { requestParameters: named(`arn:aws:lambda:eu-central-1:${ACCOUNT}:layer:a:1`) },
      gives: names('PutFunctionConcurrency20171031', 'function'),
    },
    {
      name: 'a number that is none',
      but: { requestParameters: { ...request, reservedConcurrentExecutions: '***' }, responseElements: null },
      gives: part('?'),
    },
  ],
});
