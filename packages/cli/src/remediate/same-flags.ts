import type { AwsFlags } from '../aws-flags.ts';
import { storeFlag } from '../store-flag.ts';

/** The options by which a further command reaches the same store and the same account. */
export function sameFlags(where: string, { profile, region, endpointUrl }: AwsFlags): string {
  const given = Object.entries({ profile, region, 'endpoint-url': endpointUrl });
  const flags = given.flatMap(([name, value]) =>
    value === undefined ? [] : [` --${name} ${/^[\w.:@/-]+$/.test(value) ? value : name.toUpperCase()}`],
  );
  return `${storeFlag(where)}${flags.join('')}`;
}
