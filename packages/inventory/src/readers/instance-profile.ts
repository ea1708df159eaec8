import type { InstanceProfile } from '@aws-sdk/client-iam';
import { instanceProfileKey, instanceProfileKeyFromArn } from '@podguard/core';
import { iamName, members } from '../answers.ts';
import { must, mustBe } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type Told } from '../reader.ts';

export const instanceProfile = defineReader({
  name: 'instance-profile',
  kind: 'instance-profile',
  actions: ['iam:GetInstanceProfile'],
  target: (key) => iamName(key, 'instance-profile'),
  async ask({ partition, account, name }, { clients, iamRegion, signal: abortSignal }) {
    const { sdk, client } = await clients.iam(iamRegion);
    const command = new sdk.GetInstanceProfileCommand({ InstanceProfileName: name });
    const answer = await orNull(client.send(command, { abortSignal }), 'NoSuchEntityException');
    if (answer === null) return null;
    const found = must(answer.InstanceProfile, 'instance profile');
    mustBe(instanceProfileKeyFromArn(found.Arn ?? ''), instanceProfileKey(partition, account, name));
    return toldProfile(found);
  },
});

export function toldProfile({
  Arn,
  Roles,
}: Pick<InstanceProfile, 'Arn' | 'Roles'>): Told<'instance-profile'> {
  return { fields: { arn: Arn }, sets: { roles: members(Roles?.map(({ RoleName }) => RoleName)) } };
}
