import { defineMapper } from '../mapper.ts';
import { text } from '../parameters.ts';
import { changedPart } from '../platform-part.ts';
import { functionArn } from './function-arn.ts';

export const deleteFunction = defineMapper({
  source: 'lambda.amazonaws.com',
  name: 'DeleteFunction',
  alsoNamed: ['DeleteFunction20150331'],
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = functionArn(call);
    if (arn === undefined) return { missing: 'function' };
    const version = text(call.request, 'qualifier');
    return [changedPart(call, arn, version ? `version ${version}` : version)];
  },
});
