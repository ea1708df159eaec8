import { type Config, knownIssuers, type Resource } from '@podguard/core';

/** What is known of the clusters that an OIDC provider may belong to. */
export interface KnownIssuers {
  /** Of live clusters, and by the configuration. */
  readonly live: ReadonlySet<string>;
  /** The deleted cluster of an issuer. */
  readonly gone: ReadonlyMap<string, string>;
  /** Clusters whose issuer is not known, by key. */
  readonly unread: readonly string[];
  readonly goneUnread: readonly string[];
}

export function issuersOf(clusters: readonly Resource<'eks-cluster'>[], config: Config): KnownIssuers {
  const told = clusters.map(({ key, present, state }) => ({
    key,
    present,
    issuer: typeof state.issuer === 'string' ? state.issuer.replace(/^https:\/\//, '') : undefined,
  }));
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

/** Host and path: what an OIDC provider's ARN ends with. */
export function issuerOf({ key }: Resource<'oidc-provider'>): string {
  const at = key.indexOf(':oidc-provider/');
  return at < 0 ? key : key.slice(at + ':oidc-provider/'.length);
}
