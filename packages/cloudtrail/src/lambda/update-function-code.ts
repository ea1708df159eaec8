import { defineMapper } from '../mapper.ts';
import { flag, text } from '../parameters.ts';
import { changedPart } from '../platform-part.ts';
import { functionArn } from './function-arn.ts';

export const updateFunctionCode = defineMapper({
  source: 'lambda.amazonaws.com',
  name: 'UpdateFunctionCode',
  alsoNamed: ['UpdateFunctionCode20150331', 'UpdateFunctionCode20150331v2'],
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = functionArn(call);
    if (arn === undefined) return { missing: 'function' };
    if (flag(call.request, 'dryRun') === true) return [];
    const hash = text(call.response, 'codeSha256');
    return [changedPart(call, arn, hash ? `code ${hash}` : undefined)];
  },
});
