import { defineMapper } from '../mapper.ts';
import { first, integer } from '../parameters.ts';
import { changedPart } from '../platform-part.ts';
import { functionArn } from './function-arn.ts';

export const putFunctionConcurrency = defineMapper({
  source: 'lambda.amazonaws.com',
  name: 'PutFunctionConcurrency',
  alsoNamed: ['PutFunctionConcurrency20171031'],
  group: 'self',
  regional: true,
  kinds: ['platform-part'],
  toChanges(call) {
    const arn = functionArn(call);
    if (arn === undefined) return { missing: 'function' };
    const reserved = first(
      (place) => integer(place, 'reservedConcurrentExecutions'),
      call.response,
      call.request,
    );
    const detail = typeof reserved === 'number' ? `reserved concurrency ${reserved}` : undefined;
    return [changedPart(call, arn, detail)];
  },
});
