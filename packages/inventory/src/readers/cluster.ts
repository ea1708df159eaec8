import type { Cluster, LogSetup } from '@aws-sdk/client-eks';
import type { SetMembers } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import { namesIn, withoutScheme } from '../answers.ts';
import type { Clients } from '../clients.ts';
import { mapBounded } from '../map-bounded.ts';
import { must, mustBe } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';
import { isInUpdate } from './owned-by.ts';

export const cluster = defineReader({
  name: 'cluster',
  kind: 'eks-cluster',
  actions: ['eks:DescribeCluster', 'eks:DescribeIdentityProviderConfig', 'eks:ListIdentityProviderConfigs'],
  target(key) {
    const found = namesIn(key, 'eks', 'cluster');
    const [name, ...rest] = found?.names ?? [];
    return found && name && rest.length === 0 ? { region: found.region, name, key } : undefined;
  },
  async ask({ region, name, key }, { clients, signal: abortSignal }) {
    const api = await clients.eks(region);
    const { sdk, client } = api;
    const command = new sdk.DescribeClusterCommand({ name });
    const answer = await orNull(client.send(command, { abortSignal }), 'ResourceNotFoundException');
    const found = answer && must(answer.cluster, 'cluster');
    // A cluster is gone from the call on that deletes it, for as long as that takes.
    if (found === null || found.status === 'DELETING') return null;
    mustBe(found.arn, key);
    const { accessConfig, identity } = found;
    return {
      fields: {
        arn: found.arn,
        name: found.name,
        roleArn: found.roleArn,
        ...(isInUpdate(found) ? IN_UPDATE : optionsOf(found)),
        // It has none until it is active.
        issuer: withoutScheme(identity?.oidc?.issuer),
        creatorAdmin: accessConfig?.bootstrapClusterCreatorAdminPermissions,
        creator: undefined,
        associationsListed: undefined,
      },
      sets: {
        identityProviders: await identityProviders(api, name, abortSignal),
        tags: found.tags ?? null,
      },
    };
  },
});

const IN_UPDATE = {
  authenticationMode: undefined,
  auditLog: undefined,
  authenticatorLog: undefined,
  autoMode: undefined,
};

/** What an update can change. */
function optionsOf({ accessConfig, computeConfig, logging }: Cluster) {
  return {
    authenticationMode: accessConfig?.authenticationMode,
    auditLog: isLogged(logging?.clusterLogging, 'audit'),
    authenticatorLog: isLogged(logging?.clusterLogging, 'authenticator'),
    autoMode: computeConfig?.enabled ?? false,
  };
}

function isLogged(
  setups: readonly LogSetup[] | undefined,
  type: 'audit' | 'authenticator',
): boolean | undefined {
  return setups?.some(({ types, enabled }) => enabled === true && types?.includes(type));
}

async function identityProviders(
  { sdk, client }: Awaited<ReturnType<Clients['eks']>>,
  clusterName: string,
  abortSignal: AbortSignal,
): Promise<SetMembers> {
  const pages = sdk.paginateListIdentityProviderConfigs({ client }, { clusterName }, { abortSignal });
  const configs = await allPages(pages, ({ identityProviderConfigs }) => identityProviderConfigs);
  const told = await mapBounded(configs, 2, async (identityProviderConfig) => {
    const command = new sdk.DescribeIdentityProviderConfigCommand({ clusterName, identityProviderConfig });
    const answer = await orNull(client.send(command, { abortSignal }), 'ResourceNotFoundException');
    const name = must(identityProviderConfig.name, 'name of an identity provider configuration');
    const oidc = answer?.identityProviderConfig?.oidc;
    // Like the cluster it is gone from the call on that takes it off.
    if (answer === null || oidc?.status === 'DELETING') return [];
    return [[name, oidc?.issuerUrl ?? true] as const];
  });
  return Object.fromEntries(told.flat());
}
