import { type Finding, parseArn, partitionOf } from '@podguard/core';

/** Where a finding is; undefined where only a document tells of it, which is in no account. */
export function cloudOf({ key, account, region }: Finding['resource']) {
  if (account === '') return undefined;
  return {
    provider: 'AWS',
    account: { uid: account, type_id: 10, type: 'AWS Account' },
    ...(region === '' ? {} : { region }),
    ...partition(key, region),
  };
}

/** Region and partition belong to the profile `cloud`. */
export function ocsfResource({ resource, owner }: Finding) {
  const { kind, key, account, region } = resource;
  const inCloud = account !== '';
  return {
    uid: key,
    name: key.slice(key.lastIndexOf('/') + 1) || key,
    type: kind,
    ...{ role_id: 1, role: 'Target' },
    ...(inCloud && region !== '' ? { region } : {}),
    ...(inCloud ? partition(key, region) : {}),
    ...(owner === null ? {} : { owner: { name: owner.name } }),
  };
}

function partition(key: string, region: string) {
  const named = parseArn(key)?.partition ?? (region === '' ? undefined : partitionOf(region));
  return named === undefined ? {} : { cloud_partition: named };
}
