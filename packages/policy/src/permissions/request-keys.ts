import type { Policy } from '../policy.ts';
import type { Keys } from './areas.ts';
import type { Holder } from './holder.ts';

const HOME_REGIONS: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};
const REGION = /(?<![a-z0-9-])[a-z]{2}(?:-[a-z]+){1,2}-\d(?![a-z0-9])/g;
const MAX_REGIONS = 6;

/** Services with one endpoint, whose calls all are made to the region in which the partition's IAM is. */
const GLOBAL_SERVICES = new Set(['iam', 'organizations', 'route53', 'cloudfront']);

/**
 * What every request of the holder carries that it makes by itself and for its own account. Other keys are unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function holderKeys({ kind, arn, account, name }: Holder): Keys {
  return {
    'aws:principalarn': [arn],
    'aws:principalaccount': [account],
    'aws:principaltype': [kind === 'role' ? 'AssumedRole' : 'User'],
    'aws:username': kind === 'role' ? 'absent' : [name],
    'aws:principalisawsservice': ['false'],
    'aws:principalservicename': 'absent',
    'aws:principalservicenameslist': 'absent',
    'aws:viaawsservice': ['false'],
    'aws:calledvia': 'absent',
    'aws:calledviafirst': 'absent',
    'aws:calledvialast': 'absent',
    'aws:securetransport': ['true'],
    'aws:sourceaccount': 'absent',
    'aws:sourcearn': 'absent',
    'iam:passedtoservice': 'absent',
  };
}

/**
 * "Global services, such as IAM, have a single endpoint", so that their calls carry that endpoint's region.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
 */
export function fixedRegion(action: string, { partition }: Holder): string | null {
  // PassRole is no call of its own: it is checked within another service's, in that one's region.
  if (action === 'iam:PassRole') return null;
  return GLOBAL_SERVICES.has(serviceOf(action)) ? (HOME_REGIONS[partition] ?? 'us-east-1') : null;
}

/** The regions worth trying: those that the policies speak of, and the partition's first one. */
export function regionsOf(policies: readonly Policy[], { partition }: Holder): readonly string[] {
  const named = policies.flatMap(({ statements }) =>
    statements.flatMap(({ resources, notResources, conditions }) =>
      [...(resources ?? []), ...(notResources ?? []), ...conditions.flatMap(({ values }) => values)].flatMap(
        ({ value }) => value.match(REGION) ?? [],
      ),
    ),
  );
  const home = HOME_REGIONS[partition] ?? 'us-east-1';
  return [...new Set([home, ...[...new Set(named)].sort()])].slice(0, MAX_REGIONS);
}

export function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
