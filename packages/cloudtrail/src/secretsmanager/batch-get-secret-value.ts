import { defineMapper } from '../mapper.ts';
import { texts } from '../parameters.ts';
import { readsOf, secretRead } from '../secret-reader.ts';
import { secretNamed } from './secret.ts';

export const batchGetSecretValue = defineMapper({
  source: 'secretsmanager.amazonaws.com',
  name: 'BatchGetSecretValue',
  group: 'secret-reads',
  regional: true,
  kinds: ['secret'],
  toChanges(call) {
    const how = secretRead(call);
    if (how === undefined) return [];
    // What it found by filters, and all else, has a GetSecretValue of its own:
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
    const ids = texts(call.request, 'secretIdList') ?? [];
    return readsOf(
      call,
      how,
      ids.flatMap((id) => secretNamed(call, id)?.key ?? []),
    );
  },
});
