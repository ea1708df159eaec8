import type { FargateProfileSelector } from '@aws-sdk/client-eks';
import { type SetMembers, selectorMembers } from '@podguard/core';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';
import { ownedBy } from './owned-by.ts';

export const fargateProfile = defineReader({
  name: 'fargate-profile',
  kind: 'eks-fargate-profile',
  actions: ['eks:DescribeFargateProfile'],
  target: (key) => ownedBy(key, 'fargateprofile'),
  async ask({ region, clusterName, name: fargateProfileName }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.eks(region);
    const command = new sdk.DescribeFargateProfileCommand({ clusterName, fargateProfileName });
    const answer = await orNull(client.send(command, { abortSignal }), 'ResourceNotFoundException');
    const found = answer && must(answer.fargateProfile, 'Fargate profile');
    if (found === null || found.status === 'DELETING') return null;
    return {
      fields: {
        arn: found.fargateProfileArn,
        profileName: found.fargateProfileName,
        clusterName: found.clusterName,
        podExecutionRoleArn: found.podExecutionRoleArn,
      },
      sets: { selectors: selectorsOf(found.selectors) },
    };
  },
});

function selectorsOf(told: readonly FargateProfileSelector[] | undefined): SetMembers | null {
  const selectors = told?.flatMap(({ namespace, labels = {} }) =>
    namespace === undefined ? [] : [{ namespace, labels }],
  );
  return selectors === undefined || selectors.length < (told?.length ?? 0)
    ? null
    : selectorMembers(selectors);
}
