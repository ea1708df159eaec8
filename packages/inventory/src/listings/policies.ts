import type { ManagedPolicyDetail } from '@aws-sdk/client-iam';
import { policyKeyFromArn } from '@podguard/core';
import { policyText } from '../answers.ts';
import type { Listing } from '../listing.ts';
import { must } from '../must.ts';
import { type Told, toldChange } from '../reader.ts';
import { keysOf, MOST_ITEMS, nextOf } from './iam-pages.ts';

const source = { name: 'policies', actions: ['iam:GetAccountAuthorizationDetails'] } as const;

/** All customer managed policies, whether something has them or not, with all their versions. */
export const policies: Listing = {
  ...source,
  kinds: ['iam-policy'],
  scope: 'account',
  async list(Marker, context) {
    const { sdk, client } = await context.clients.iam(context.region);
    const input = { Filter: ['LocalManagedPolicy' as const], MaxItems: MOST_ITEMS, Marker };
    const command = new sdk.GetAccountAuthorizationDetailsCommand(input);
    const answer = await client.send(command, { abortSignal: context.signal });
    const found = must(answer.Policies, 'list');
    const keys = keysOf(
      found.map(({ Arn }) => Arn),
      policyKeyFromArn,
    );
    const told = found.map((policy, at) => {
      const change = { kind: 'iam-policy', key: keys[at] ?? '', region: context.iamRegion } as const;
      return toldChange(source, { ...change, told: toldPolicy(policy) }, context);
    });
    return { keys, told, next: nextOf(answer) };
  },
};

function toldPolicy({ Arn, DefaultVersionId, PolicyVersionList }: ManagedPolicyDetail): Told<'iam-policy'> {
  const versions = PolicyVersionList?.map(
    ({ VersionId, Document }) => [must(VersionId, 'version'), policyText(Document) ?? true] as const,
  );
  return {
    fields: { arn: Arn, defaultVersion: DefaultVersionId },
    sets: { versions: versions === undefined ? null : Object.fromEntries(versions) },
  };
}
