import { associationSlotKey, roleKey, useOf } from '@podguard/core';
import { ACCOUNT, type Performers } from './scene.ts';

export const uses: Performers<'use-role' | 'use-role-by-pod' | 'use-key'> = {
  'use-role': ({ call, alive, use, role }) =>
    alive(role)
      ? use('iam-role', role, useOf('node-session', roleKey('aws', ACCOUNT, `node-${call.pick}`)))
      : undefined,
  'use-role-by-pod': ({ call, serial, alive, use, role, cluster, association }) => {
    if (call.pick % 2 === 0)
      return alive(role) ? use('iam-role', role, useOf('web-identity', `issuer shop/${serial}`)) : undefined;
    return alive(association)
      ? use('association-slot', associationSlotKey(cluster, 'shop', `sa-${call.which}`), 'pod-identity')
      : undefined;
  },
  'use-key': ({ call, alive, use, accessKey }) =>
    alive(accessKey)
      ? use(
          'access-key',
          accessKey,
          call.pick === 0 ? useOf('from-cluster', 'karpenter') : useOf('from', `192.0.2.${call.pick}`),
        )
      : undefined,
};
