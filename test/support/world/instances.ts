import type { JsonValue } from '@podguard/core';
import { ACCOUNT, CLUSTER, type Performers } from './scene.ts';

export const instances: Performers<'run' | 'metadata' | 'tag' | 'terminate'> = {
  run: ({ call, truth, put, instance }) => {
    if (truth.has(instance)) return undefined;
    return put(
      'ec2-instance',
      instance,
      {
        httpTokens: call.pick % 2 === 0 ? 'required' : 'optional',
        httpEndpoint: 'enabled',
        hopLimit: 1 + (call.pick % 2),
        httpProtocolIpv6: 'disabled',
        metadataTags: 'disabled',
        profileArn: `arn:aws:iam::${ACCOUNT}:instance-profile/node`,
      },
      { tags: { 'eks:cluster-name': CLUSTER } },
    );
  },
  metadata: ({ call, alive, patch, instance }) => {
    if (!alive(instance)) return undefined;
    const options: Record<string, JsonValue>[] = [
      { httpTokens: 'required' },
      { httpTokens: 'optional' },
      { hopLimit: 2 },
      { hopLimit: 1, httpTokens: 'required' },
    ];
    return patch('ec2-instance', instance, options[call.pick % 4] as Record<string, JsonValue>);
  },
  tag: ({ call, alive, patch, instance }) => {
    if (!alive(instance)) return undefined;
    // A call that deletes all tags says nothing of those that AWS keeps.
    const tags = [null, null, { team: 'shop' }, { team: null }, { 'eks:cluster-name': CLUSTER }];
    return { ...patch('ec2-instance', instance, {}), sets: { tags: tags[call.pick] ?? null } };
  },
  terminate: ({ alive, remove, instance }) =>
    alive(instance) ? remove('ec2-instance', instance) : undefined,
};
