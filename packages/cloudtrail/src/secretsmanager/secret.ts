import { parseArn, secretKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

const TYPE = 'secret:';

/** The secret that a call is about, which may be named by its name, its ARN or its ARN without the end. */
export function secretOf(
  call: Call,
  ...names: readonly string[]
): { readonly key: string; readonly arn: string | undefined } | undefined {
  const id = text(call.request, ...names);
  const arn = [text(call.response, 'arn'), id].find((told) => told?.startsWith('arn:')) ?? undefined;
  const name = text(call.response, 'name') ?? secretName(arn ?? id);
  if (!name) return undefined;
  const { partition, region, account } = (arn ? parseArn(arn) : undefined) ?? call;
  return { key: secretKey(partition, region, account, name), arn };
}

/** A secret by a name or ARN of a list. */
export function secretNamed(call: Call, id: string): { readonly key: string } | undefined {
  const name = secretName(id);
  const { partition, region, account } = parseArn(id) ?? call;
  return name === undefined ? undefined : { key: secretKey(partition, region, account, name) };
}

/**
 * The name in an ARN, which Secrets Manager ends with a hyphen and six characters, or the name itself.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
function secretName(id: string | null | undefined): string | undefined {
  const resource = id ? parseArn(id)?.resource : undefined;
  if (resource === undefined) return id || undefined;
  return resource.startsWith(TYPE)
    ? resource.slice(TYPE.length).replace(/-[A-Za-z0-9]{6}$/, '') || undefined
    : undefined;
}
