import { must } from '../must.ts';

/** As many as IAM gives at once: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const MOST_ITEMS = 1000;

export function keysOf(
  names: readonly (string | undefined)[],
  keyOf: (name: string) => string | undefined,
): readonly string[] {
  return names.map((name) => must(keyOf(must(name, 'name')), 'name of ours'));
}

export function nextOf({
  IsTruncated,
  Marker,
}: {
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
}) {
  return IsTruncated === true ? must(Marker, 'marker') : undefined;
}
