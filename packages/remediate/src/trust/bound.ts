import {
  clusterObjectOf,
  type Finding,
  owningClusterKey,
  type RelatedOf,
  type Resource,
  usersOf,
} from '@podguard/core';

/** A service account of which something says that it is bound to the role. */
export interface BoundAccount {
  /** Of its cluster, host and path. */
  readonly issuer: string;
  readonly namespace: string;
  readonly name: string;
  /** What says so, in words. */
  readonly by: string;
}

export interface BoundAccounts {
  readonly accounts: readonly BoundAccount[];
  /** Whether more were seen using it than are kept. */
  readonly isCut: boolean;
  /** Seen using it only after it had been opened to them, and bound by nothing else. */
  readonly latecomers: readonly BoundAccount[];
  /** Clusters of others that are bound, whose issuer is not known. */
  readonly unread: readonly string[];
}

type Around = Pick<RelatedOf['iam-role'], 'associations' | 'serviceAccounts' | 'clusters'>;

/**
 * Who is really bound to a role: those that were seen getting it by their cluster's token, service accounts whose annotation names it,
 * and those of its associations, whose older pods may still use it by IRSA. Who came only after a change had let them in counts for
 * nothing: that may be whoever made the change.
 */
export function boundAccounts(
  role: Resource<'iam-role'>,
  { associations, serviceAccounts, clusters }: Around,
  { opened }: Pick<Finding, 'opened'>,
): BoundAccounts {
  const unread = new Set<string>();
  const within = (cluster: string, account: Omit<BoundAccount, 'issuer'>): readonly BoundAccount[] => {
    const issuer = clusters.find(({ key }) => key === cluster)?.state.issuer;
    if (typeof issuer === 'string') return [{ issuer: issuer.replace(/^https:\/\//, ''), ...account }];
    unread.add(cluster);
    return [];
  };
  const declared = [
    ...serviceAccounts.flatMap(({ key, present }) => {
      const object = clusterObjectOf(key);
      if (!present || object === undefined || object.namespace === null) return [];
      const { cluster, namespace, name } = object;
      return within(cluster, { namespace, name, by: 'its annotation names the role' });
    }),
    ...associations.flatMap(({ key, present, state: { namespace, serviceAccount } }) =>
      present && typeof namespace === 'string' && typeof serviceAccount === 'string'
        ? within(owningClusterKey(key), { namespace, name: serviceAccount, by: 'it has an association' })
        : [],
    ),
  ];
  const openedAt = opened !== null && (role.bornAt ?? role.knownSince ?? '') < opened.at ? opened.at : null;
  const { users, complete } = usersOf(role.activity, 'web-identity');
  const seen = users.flatMap((user) => seenAs(role, user));
  const isLate = ({ since }: SeenAccount) => openedAt !== null && since >= openedAt;
  const accounts = distinct([...declared, ...seen.filter((one) => !isLate(one)).map(plain)]);
  return {
    accounts,
    isCut: !complete,
    latecomers: seen
      .filter(isLate)
      .map(plain)
      .filter((one) => !accounts.some((other) => nameOf(other) === nameOf(one))),
    unread: [...unread].sort(),
  };
}

type SeenAccount = BoundAccount & { readonly since: string };

/** `ISSUER NAMESPACE/NAME` */
function seenAs({ activity }: Resource<'iam-role'>, user: string): readonly SeenAccount[] {
  const [, issuer, namespace, name] = /^(\S+) ([^/]+)\/(.+)$/.exec(user) ?? [];
  const use = activity[`web-identity ${user}`];
  if (issuer === undefined || namespace === undefined || name === undefined || use === undefined) return [];
  const since = use.first.stamp.time;
  const until = use.last.stamp.time;
  const by = since === until ? `it used the role at ${since}` : `it used the role from ${since} to ${until}`;
  return [{ issuer, namespace, name, by, since }];
}

function plain({ since: _, ...account }: SeenAccount): BoundAccount {
  return account;
}

function distinct(accounts: readonly BoundAccount[]): readonly BoundAccount[] {
  const byName = new Map<string, BoundAccount>();
  for (const account of accounts) {
    const known = byName.get(nameOf(account));
    const by = known === undefined || known.by === account.by ? account.by : `${known.by}; ${account.by}`;
    byName.set(nameOf(account), { ...account, by });
  }
  return [...byName.keys()].sort().map((name) => byName.get(name) as BoundAccount);
}

/** `ISSUER NAMESPACE/NAME` */
export function nameOf({ issuer, namespace, name }: BoundAccount): string {
  return `${issuer} ${namespace}/${name}`;
}

export function subjectOf({ namespace, name }: BoundAccount): string {
  return `system:serviceaccount:${namespace}:${name}`;
}
