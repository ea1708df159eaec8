import { changed } from '../changes-by.ts';
import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';

const arn = `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/podguard`;
const part = (detail: string | null) =>
  [
    {
      op: 'patch',
      key: arn,
      fields: { arn, lastChange: 'UpdateTable', detail },
      sets: changed('UpdateTable', detail),
    },
  ] as const;

const answer = { tableDescription: { tableName: 'podguard', tableArn: arn } };

describeEvent('UpdateTable', {
  record: record(
    'dynamodb',
    'UpdateTable',
    {
      tableName: 'podguard',
      deletionProtectionEnabled: false,
      streamSpecification: { streamEnabled: false },
    },
    answer,
  ),
  gives: part('deletionProtectionEnabled false, streamSpecification'),
  withoutRequest: part('?'),
  omitted: part('?'),
  cases: [
    {
      name: 'by name, and no answer',
      but: { requestParameters: { tableName: 'podguard' }, responseElements: null },
      gives: part(null),
    },
    {
      name: 'by ARN, and no answer',
      but: { requestParameters: { tableName: arn }, responseElements: null },
      gives: part(null),
    },
    {
      name: 'neither names it',
      but: { requestParameters: null, responseElements: null },
      gives: names('UpdateTable', 'table'),
    },
  ],
});
