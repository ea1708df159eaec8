import { type Config, knownIssuers, type Resource } from '@podguard/core';

/** What is known of the clusters that an OIDC provider may belong to. */
export interface KnownIssuers {
  /** Of live clusters, and by the configuration. */
  readonly live: ReadonlySet<string>;
  /** The deleted cluster of an issuer; its name may be another's by now. */
  readonly gone: ReadonlyMap<string, string>;
  /** Clusters whose issuer is not known, by key. */
  readonly unread: readonly string[];
  readonly goneUnread: readonly string[];
}

export function issuersOf(clusters: readonly Resource<'eks-cluster'>[], config: Config): KnownIssuers {
  const told = clusters.flatMap((cluster) => [
    { key: cluster.key, present: cluster.present, issuer: issuerText(cluster.state.issuer) },
    ...earlierIssuers(cluster).map((issuer) => ({ key: cluster.key, present: false, issuer })),
  ]);
  const unread = told.filter(({ issuer }) => issuer === undefined);
  const read = told.flatMap(({ key, present, issuer }) =>
    issuer === undefined ? [] : [{ key, present, issuer }],
  );
  return {
    live: new Set([
      ...knownIssuers(config),
      ...read.filter(({ present }) => present).map(({ issuer }) => issuer),
    ]),
    gone: new Map(read.filter(({ present }) => !present).map(({ issuer, key }) => [issuer, key])),
    unread: unread.filter(({ present }) => present).map(({ key }) => `issuer of ${key}`),
    goneUnread: unread.filter(({ present }) => !present).map(({ key }) => `issuer of ${key}`),
  };
}

/** Of the clusters that had its name before; undefined where one did and none's is known. */
export function earlierIssuers({ earlier }: Resource<'eks-cluster'>): readonly (string | undefined)[] {
  if (earlier === null) return [];
  const texts = (earlier.issuer ?? []).flatMap((value) => issuerText(value) ?? []);
  return texts.length > 0 ? texts : [undefined];
}

function issuerText(issuer: unknown): string | undefined {
  return typeof issuer === 'string' ? issuer.replace(/^https:\/\//, '') : undefined;
}

/** Host and path: what an OIDC provider's ARN ends with. */
export function issuerOf({ key }: Resource<'oidc-provider'>): string {
  const at = key.indexOf(':oidc-provider/');
  return at < 0 ? key : key.slice(at + ':oidc-provider/'.length);
}
