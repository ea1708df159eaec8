import type { AwsFlags } from '../aws-flags.ts';
import type { ConfigFlags } from '../configuration.ts';
import { storeFlag } from '../store-flag.ts';

/** The options by which a further command reaches the same store and the same account, and works by the same settings. */
export function sameFlags(
  where: string,
  { profile, region, endpointUrl, config, account, knownAccount = [], issuer = [] }: AwsFlags & ConfigFlags,
): string {
  const given: readonly (readonly [name: string, value: string | undefined])[] = [
    ['profile', profile],
    ['region', region],
    ['endpoint-url', endpointUrl],
    ['config', config],
    ['account', account],
    ...knownAccount.map((known) => ['known-account', known] as const),
    ...issuer.map((known) => ['issuer', known] as const),
  ];
  const flags = given.flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${/^[\w.:@/-]+$/.test(value) ? value : name.toUpperCase()}`],
  );
  return `${storeFlag(where)}${flags.join('')}`;
}
