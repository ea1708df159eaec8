import { type Resource, usersOf } from '@podguard/core';

const MOST = 5;

/** What is recorded of a key's use, for whoever decides about it. */
export function usesOfKey({ state, activity }: Resource<'access-key'>): readonly string[] {
  const seen = Object.values(activity).map(({ last }) => last.stamp.time);
  const [newest] = seen.sort().reverse();
  const clients = usersOf(activity, 'from-cluster').users;
  const { users: addresses } = usersOf(activity, 'from');
  const more = addresses.length - MOST;
  return [
    `Made ${typeof state.createdAt === 'string' ? `at ${state.createdAt}` : 'at a time that is not known'}`,
    `Last used: ${lastUsed(state)}${state.readAt ? `, as of ${state.readAt}` : ''}. For what is not recorded`,
    ...(newest === undefined ? [] : [`Last seen in records: ${newest}, to the hour`]),
    ...clients.map((client) => `Used in a cluster by ${client}`),
    ...(addresses.length === 0
      ? []
      : [`Used from ${addresses.slice(0, MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`]),
  ];
}

/** IAM knows uses since 2015: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyLastUsed.html */
function lastUsed({ lastUsedAt }: Resource<'access-key'>['state']): string {
  if (lastUsedAt === null) return 'never';
  return lastUsedAt ?? 'not known';
}
