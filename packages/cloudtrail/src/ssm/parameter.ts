import { parameterKey, parseArn } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { flag } from '../parameters.ts';
import { secretRead } from '../secret-reader.ts';

/** How secret parameters were read. Without `WithDecryption` a SecureString stays encrypted. */
export function decryptingRead(call: Call): string | undefined {
  return flag(call.request, 'withDecryption') === true ? secretRead(call) : undefined;
}

/**
 * The key of a parameter by its name or ARN, which may end in a version or a label. AWS's own are no secrets; a reference to
 * a secret of Secrets Manager has an event there.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function parameterOf(call: Call, id: string): string | undefined {
  const arn = parseArn(id);
  const name = (arn?.resource.replace(/^parameter/, '') ?? id).replace(/:[^:/]*$/, '').replace(/^\//, '');
  if (name === '' || /^aws(\/|$)/i.test(name)) return undefined;
  const { partition, region, account } = arn ?? call;
  return parameterKey(partition, region, account, name);
}
