import { defineMapper } from '../mapper.ts';
import { changedPart, settings } from '../platform-part.ts';
import { tableArn } from './table-arn.ts';

export const updateTable = defineMapper({
  source: 'dynamodb.amazonaws.com',
  name: 'UpdateTable',
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = tableArn(call);
    return arn === undefined
      ? { missing: 'table' }
      : [changedPart(call, arn, settings(call.request, 'tablename'))];
  },
});
