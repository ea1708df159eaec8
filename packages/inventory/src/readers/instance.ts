import type { Instance } from '@aws-sdk/client-ec2';
import { namesIn, oneOf, tagMembers } from '../answers.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type Told } from '../reader.ts';
import { WITH_MANAGED } from './with-managed.ts';

const SWITCH = ['enabled', 'disabled'] as const;

export const instance = defineReader({
  name: 'instance',
  kind: 'ec2-instance',
  actions: ['ec2:DescribeInstances'],
  target(key) {
    const found = namesIn(key, 'ec2', 'instance');
    const [id, ...rest] = found?.names ?? [];
    return found && id && rest.length === 0 ? { region: found.region, id } : undefined;
  },
  async ask({ region, id }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.ec2(region);
    const command = new sdk.DescribeInstancesCommand({ InstanceIds: [id], ...WITH_MANAGED });
    const answer = await orNull(client.send(command, { abortSignal }), 'InvalidInstanceID.NotFound');
    if (answer === null) return null;
    const all = answer.Reservations?.flatMap(({ Instances = [] }) => Instances);
    const found = must(
      all?.find(({ InstanceId }) => InstanceId === id),
      'instance',
    );
    return hasEnded(found) ? null : toldInstance(found);
  },
});

/** It is told of for about an hour after its end. */
export function hasEnded({ State }: Instance): boolean {
  return ['shutting-down', 'terminated'].includes(State?.Name ?? '');
}

export function toldInstance({
  MetadataOptions: options,
  IamInstanceProfile: profile,
  Tags,
}: Instance): Told<'ec2-instance'> {
  return {
    fields: {
      httpTokens: oneOf(options?.HttpTokens, ['optional', 'required']),
      httpEndpoint: oneOf(options?.HttpEndpoint, SWITCH),
      hopLimit: options?.HttpPutResponseHopLimit,
      httpProtocolIpv6: oneOf(options?.HttpProtocolIpv6, SWITCH),
      metadataTags: oneOf(options?.InstanceMetadataTags, SWITCH),
      profileArn: profile === undefined ? null : profile.Arn,
    },
    sets: { tags: tagMembers(Tags) },
  };
}
