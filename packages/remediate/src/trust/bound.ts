import {
  clusterObjectOf,
  type Finding,
  owningClusterKey,
  type RelatedOf,
  type Resource,
  usersOf,
} from '@podguard/core';
import { boundSince, isBefore, lateFrom } from './since.ts';

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
  /** Of whom nothing tells but what came only after the role had been opened to them, or came nobody knows when. */
  readonly latecomers: readonly BoundAccount[];
  /** Clusters of others that are bound, whose issuer is not known. */
  readonly unread: readonly string[];
  /** Issuers of clusters whose service accounts are read: some of them name the role. */
  readonly readIssuers: readonly string[];
}

type Around = Pick<RelatedOf['iam-role'], 'associations' | 'serviceAccounts' | 'clusters'>;
type Dated = BoundAccount & { readonly since: string | null };

/**
 * Who is really bound to a role: those that were seen getting it by their cluster's token, service accounts whose annotation names it,
 * and those of its associations, whose older pods may still use it by IRSA. Who came only after a change had let them in counts for
 * nothing, whatever binds them: that may be whoever made the change. `admittedFrom`: when a change of the trust policy let one in; null
 * where none did, as far as is recorded.
 */
export function boundAccounts(
  role: Resource<'iam-role'>,
  { associations, serviceAccounts, clusters }: Around,
  finding: Pick<Finding, 'opened' | 'changes'>,
  admittedFrom: (account: BoundAccount) => string | null,
): BoundAccounts {
  const unread = new Set<string>();
  const issuerOf = (cluster: string): string | undefined => {
    const issuer = clusters.find(({ key }) => key === cluster)?.state.issuer;
    return typeof issuer === 'string' ? issuer.replace(/^https:\/\//, '') : undefined;
  };
  const within = (cluster: string, account: Omit<Dated, 'issuer'>): readonly Dated[] => {
    const issuer = issuerOf(cluster);
    if (issuer !== undefined) return [{ issuer, ...account }];
    unread.add(cluster);
    return [];
  };
  const annotated = serviceAccounts.flatMap((one): readonly Dated[] => {
    const object = clusterObjectOf(one.key);
    if (!one.present || object === undefined || object.namespace === null) return [];
    const { cluster, namespace, name } = object;
    return within(cluster, { namespace, name, by: 'its annotation names the role', since: boundSince(one) });
  });
  const associated = associations.flatMap((one) => {
    const { namespace, serviceAccount } = one.state;
    return one.present && typeof namespace === 'string' && typeof serviceAccount === 'string'
      ? within(owningClusterKey(one.key), {
          namespace,
          name: serviceAccount,
          by: 'it has an association',
          since: boundSince(one),
        })
      : [];
  });
  const { users, complete } = usersOf(role.activity, 'web-identity');
  const all = [...annotated, ...associated, ...users.flatMap((user) => seenAs(role, user))];
  const late = lateFrom(role, finding);
  const isBound = (one: Dated): boolean => {
    if (!isBefore(one.since, late)) return false;
    const from = admittedFrom(one);
    return (
      from === null || (finding.opened !== null && from < finding.opened.at) || isBefore(one.since, from)
    );
  };
  const accounts = distinct(all.filter(isBound));
  return {
    accounts,
    isCut: !complete,
    latecomers: distinct(all.filter((one) => !accounts.some((other) => nameOf(other) === nameOf(one)))),
    unread: [...unread].sort(),
    readIssuers: [...new Set(annotated.map(({ issuer }) => issuer))].sort(),
  };
}

/** `ISSUER NAMESPACE/NAME` */
function seenAs({ activity }: Resource<'iam-role'>, user: string): readonly Dated[] {
  const [, issuer, namespace, name] = /^(\S+) ([^/]+)\/(.+)$/.exec(user) ?? [];
  const use = activity[`web-identity ${user}`];
  if (issuer === undefined || namespace === undefined || name === undefined || use === undefined) return [];
  const since = use.first.stamp.time;
  const by = `it used the role from ${since} to ${use.last.stamp.time}`;
  return [{ issuer, namespace, name, by, since }];
}

function distinct(all: readonly Dated[]): readonly BoundAccount[] {
  const byName = new Map<string, BoundAccount>();
  for (const { since: _, ...account } of all) {
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
