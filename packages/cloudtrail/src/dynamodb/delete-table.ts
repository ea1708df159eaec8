import { defineMapper } from '../mapper.ts';
import { changedPart } from '../platform-part.ts';
import { tableArn } from './table-arn.ts';

export const deleteTable = defineMapper({
  source: 'dynamodb.amazonaws.com',
  name: 'DeleteTable',
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = tableArn(call);
    return arn === undefined ? { missing: 'table' } : [changedPart(call, arn, null)];
  },
});
