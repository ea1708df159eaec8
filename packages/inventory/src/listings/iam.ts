import { instanceProfileKeyFromArn } from '@podguard/core';
import type { Listing } from '../listing.ts';
import { must } from '../must.ts';
import { toldChange } from '../reader.ts';
import { toldProfile } from '../readers/instance-profile.ts';
import { keysOf, MOST_ITEMS, nextOf } from './iam-pages.ts';

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

const ofProfiles = { name: 'instance-profiles', actions: ['iam:ListInstanceProfiles'] } as const;

export const instanceProfiles: Listing = {
  ...ofProfiles,
  kinds: ['instance-profile'],
  scope: 'account',
  async list(Marker, context) {
    const { sdk, client } = await context.clients.iam(context.region);
    const command = new sdk.ListInstanceProfilesCommand({ Marker, MaxItems: MOST_ITEMS });
    const answer = await client.send(command, { abortSignal: context.signal });
    const found = must(answer.InstanceProfiles, 'list');
    const keys = keysOf(
      found.map(({ Arn }) => Arn),
      instanceProfileKeyFromArn,
    );
    const told = found.map((profile, at) => {
      const change = { kind: 'instance-profile', key: keys[at] ?? '', region: context.iamRegion } as const;
      return toldChange(ofProfiles, { ...change, told: toldProfile(profile) }, context);
    });
    return { keys, told, next: nextOf(answer) };
  },
};
