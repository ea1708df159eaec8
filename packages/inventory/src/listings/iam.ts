import { accessKeyKey, policyKeyFromArn, roleKeyFromArn, userKeyFromArn } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import type { Listing } from '../listing.ts';
import { must } from '../must.ts';

/** Each is read by several calls more, which share IAM's quota with all else in the account. */
const MaxItems = 20;

export const roles: Listing = {
  name: 'roles',
  kinds: ['iam-role'],
  scope: 'account',
  actions: ['iam:ListRoles'],
  async list(Marker, { region, clients, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(region);
    const answer = await client.send(new sdk.ListRolesCommand({ Marker, MaxItems }), { abortSignal });
    const arns = must(answer.Roles, 'list').map(({ Arn }) => Arn);
    return { keys: keysOf(arns, roleKeyFromArn), next: nextOf(answer) };
  },
};

/** Customer managed policies that something has. */
export const policies: Listing = {
  name: 'policies',
  kinds: [],
  scope: 'account',
  actions: ['iam:ListPolicies'],
  async list(Marker, { region, clients, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(region);
    const command = new sdk.ListPoliciesCommand({ Marker, MaxItems, Scope: 'Local', OnlyAttached: true });
    const answer = await client.send(command, { abortSignal });
    const arns = must(answer.Policies, 'list').map(({ Arn }) => Arn);
    return { keys: keysOf(arns, policyKeyFromArn), next: nextOf(answer) };
  },
};

/** All in one page: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export const oidcProviders: Listing = {
  name: 'oidc-providers',
  kinds: ['oidc-provider'],
  scope: 'account',
  actions: ['iam:ListOpenIDConnectProviders'],
  async list(_, { region, clients, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(region);
    const answer = await client.send(new sdk.ListOpenIDConnectProvidersCommand({}), { abortSignal });
    const arns = must(answer.OpenIDConnectProviderList, 'list').map(({ Arn }) => Arn);
    return { keys: keysOf(arns, (arn) => arn), next: undefined };
  },
};

/** Users with their access keys. */
export const users: Listing = {
  name: 'users',
  kinds: ['iam-user', 'access-key'],
  scope: 'account',
  actions: ['iam:ListAccessKeys', 'iam:ListUsers'],
  async list(Marker, { region, account, clients, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(region);
    const answer = await client.send(new sdk.ListUsersCommand({ Marker, MaxItems }), { abortSignal });
    const keys: string[] = [];
    for (const { Arn, UserName } of must(answer.Users, 'list')) {
      const pages = sdk.paginateListAccessKeys({ client }, { UserName }, { abortSignal });
      const listed = await allPages(pages, ({ AccessKeyMetadata }) => AccessKeyMetadata);
      const ids = listed.map(({ AccessKeyId }) => AccessKeyId);
      keys.push(...keysOf([Arn], userKeyFromArn), ...keysOf(ids, (id) => accessKeyKey(account, id)));
    }
    return { keys, next: nextOf(answer) };
  },
};

function keysOf(
  names: readonly (string | undefined)[],
  keyOf: (name: string) => string | undefined,
): readonly string[] {
  return names.map((name) => must(keyOf(must(name, 'name')), 'name of ours'));
}

function nextOf({ IsTruncated, Marker }: { IsTruncated?: boolean | undefined; Marker?: string | undefined }) {
  return IsTruncated === true ? must(Marker, 'marker') : undefined;
}
