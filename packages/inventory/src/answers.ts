import { inSeconds, normalPolicyText, parseArn, type SetMembers } from '@podguard/core';

/** A policy's text as events are read; unknown where there is none in an answer that must have one. */
export function policyText(written: string | undefined): string | undefined {
  return written === undefined ? undefined : normalPolicyText(written);
}

interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** A list of tags as members of a set: AWS leaves out an empty one. Not known where one of them has no key. */
export function tagMembers(tags: readonly Tag[] | undefined): SetMembers | null {
  const named = (tags ?? []).filter(({ Key }) => Key !== undefined);
  if (named.length < (tags?.length ?? 0)) return null;
  return Object.fromEntries(named.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** A set of which only the members' names matter; not known without a list, or where one of them has no name. */
export function members(names: readonly (string | undefined)[] | undefined): SetMembers | null {
  if (names === undefined || names.includes(undefined)) return null;
  return Object.fromEntries(names.map((name) => [name, true]));
}

export function oneOf<const T extends string>(
  value: string | undefined,
  allowed: readonly T[],
): T | undefined {
  return allowed.find((one) => one === value);
}

/** `unset` where the answer leaves it out, which says that it is not set. */
export function oneOfOr<const T extends string, const U>(
  unset: U,
  value: string | undefined,
  allowed: readonly T[],
): T | U | undefined {
  return value === undefined ? unset : oneOf(value, allowed);
}

/** As CloudTrail writes times. */
export function timeText(time: Date | undefined): string | undefined {
  return time && inSeconds(time);
}

export function withoutScheme(url: string | undefined): string | undefined {
  return url?.replace(/^https:\/\//, '');
}

/** The names in a key that is an ARN of this service and type: what stands after the type, at its slashes. */
export function namesIn(key: string, service: string, type: string) {
  const arn = parseArn(key);
  if (arn === undefined || arn.service !== service || !arn.resource.startsWith(`${type}/`)) return undefined;
  const { partition, region, account, resource } = arn;
  return { partition, region, account, names: resource.slice(type.length + 1).split('/') };
}

/** The one name in a key of IAM's. */
export function iamName(key: string, type: string) {
  const found = namesIn(key, 'iam', type);
  const name = found?.names.length === 1 ? found.names[0] : undefined;
  return found && name ? { region: '', partition: found.partition, account: found.account, name } : undefined;
}
