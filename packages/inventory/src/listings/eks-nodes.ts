import { addonKey, capabilityKey, fargateProfileKey, type Kind, nodegroupKey } from '@podguard/core';
import type { Clients } from '../clients.ts';
import type { Listing } from '../listing.ts';
import { must } from '../must.ts';
import { clusterIn, maxResults } from './eks.ts';
import { pinnedVersions } from './pinned-versions.ts';

interface Named {
  readonly names: readonly (string | undefined)[] | undefined;
  readonly next: string | undefined;
}

interface OwnedSpec extends Pick<Listing, 'name' | 'actions' | 'further'> {
  readonly kind: Kind;
  readonly keyOf: typeof nodegroupKey;
  names(
    eks: Awaited<ReturnType<Clients['eks']>>,
    asked: {
      readonly clusterName: string;
      readonly nextToken: string | undefined;
      readonly maxResults: number;
    },
    options: { readonly abortSignal: AbortSignal },
  ): Promise<Named>;
}

/** What a cluster has of something that is listed by its name. */
function listOwned({ kind, keyOf, names, ...spec }: OwnedSpec): Listing {
  return {
    ...spec,
    kinds: [kind],
    scope: 'cluster',
    async list(nextToken, context) {
      const { partition, region, account, clusterName } = clusterIn(context);
      const asked = { clusterName, nextToken, maxResults };
      const told = await names(await context.clients.eks(region), asked, { abortSignal: context.signal });
      const keys = must(told.names, 'list').map((name) =>
        keyOf(partition, region, account, clusterName, must(name, 'name')),
      );
      return { keys, next: told.next };
    },
  };
}

/** With the versions of launch templates that they use. */
export const nodegroups = listOwned({
  name: 'nodegroups',
  kind: 'eks-nodegroup',
  keyOf: nodegroupKey,
  actions: ['ec2:DescribeLaunchTemplates', 'eks:ListNodegroups'],
  further: pinnedVersions,
  async names({ sdk, client }, asked, options) {
    const answer = await client.send(new sdk.ListNodegroupsCommand(asked), options);
    return { names: answer.nodegroups, next: answer.nextToken };
  },
});

export const addons = listOwned({
  name: 'addons',
  kind: 'eks-addon',
  keyOf: addonKey,
  actions: ['eks:ListAddons'],
  async names({ sdk, client }, asked, options) {
    const answer = await client.send(new sdk.ListAddonsCommand(asked), options);
    return { names: answer.addons, next: answer.nextToken };
  },
});

export const fargateProfiles = listOwned({
  name: 'fargate-profiles',
  kind: 'eks-fargate-profile',
  keyOf: fargateProfileKey,
  actions: ['eks:ListFargateProfiles'],
  async names({ sdk, client }, asked, options) {
    const answer = await client.send(new sdk.ListFargateProfilesCommand(asked), options);
    return { names: answer.fargateProfileNames, next: answer.nextToken };
  },
});

export const capabilities = listOwned({
  name: 'capabilities',
  kind: 'eks-capability',
  keyOf: capabilityKey,
  actions: ['eks:ListCapabilities'],
  async names({ sdk, client }, asked, options) {
    const answer = await client.send(new sdk.ListCapabilitiesCommand(asked), options);
    return {
      names: answer.capabilities?.map(({ capabilityName }) => capabilityName),
      next: answer.nextToken,
    };
  },
});
