import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** SQS's requests name a queue by its URL, which ends with the account and the name. */
export function queueArn(call: Call): string | undefined {
  const url = text(call.request, 'queueUrl') ?? '';
  const [, owner, name] = /^https?:\/\/[^/]+\/([^/]+)\/([^/]+)\/?$/.exec(url) ?? [];
  if (!owner || !name) return undefined;
  const account = /^\d+$/.test(owner) ? owner : call.account;
  return `arn:${call.partition}:sqs:${call.region}:${account}:${name}`;
}
