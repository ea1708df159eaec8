import { defineMapper } from '../mapper.ts';
import { changedPart, settings } from '../platform-part.ts';
import { functionArn } from './function-arn.ts';

export const updateFunctionConfiguration = defineMapper({
  source: 'lambda.amazonaws.com',
  name: 'UpdateFunctionConfiguration',
  alsoNamed: ['UpdateFunctionConfiguration20150331', 'UpdateFunctionConfiguration20150331v2'],
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = functionArn(call);
    if (arn === undefined) return { missing: 'function' };
    const set = settings(call.request, 'functionname', 'fullyqualifiedarn', 'revisionid');
    return [changedPart(call, arn, set)];
  },
});
