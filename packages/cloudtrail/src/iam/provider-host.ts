import { parseArn } from '@podguard/core';

const TYPE = 'oidc-provider/';

/** The issuer (host and path) in an OIDC provider's ARN. */
export function providerHost(arn: string | null | undefined): string | undefined {
  const resource = arn ? parseArn(arn)?.resource : undefined;
  return resource?.startsWith(TYPE) && resource.length > TYPE.length
    ? resource.slice(TYPE.length)
    : undefined;
}
