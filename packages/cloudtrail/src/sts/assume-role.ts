import { type ActivityChange, associationSlotKey, useOf } from '@podguard/core';
import { assumedRole, instanceRole } from '../caller.ts';
import { type Call, defineMapper, use } from '../mapper.ts';
import { places, text } from '../parameters.ts';

const POD_IDENTITY = /^pods\.eks\.amazonaws\.com(\.cn)?$/;

export const assumeRole = defineMapper({
  source: 'sts.amazonaws.com',
  name: 'AssumeRole',
  group: 'activity',
  regional: true,
  kinds: ['association-slot', 'iam-role'],
  toChanges(call) {
    const instance = instanceRole(call);
    const byPods = POD_IDENTITY.test(call.cause.actor.principal);
    if (instance === undefined && !byPods) return [];
    const role = assumedRole(call);
    if (role === undefined) return { missing: 'role' };
    if (byPods) return podUses(call, role);
    return instance === undefined || instance === role
      ? []
      : [use(call, 'iam-role', role, useOf('node-session', instance))];
  },
});

/** No event names the association: its service account's slot in the cluster stands for it. */
function podUses(call: Call, role: string): readonly ActivityChange[] {
  const used = use(call, 'iam-role', role, 'pod-identity');
  const slot = slotOf(call);
  return slot === undefined ? [used] : [used, use(call, 'association-slot', slot, 'pod-identity')];
}

/** The tags name it, unless the association has them off. */
function slotOf(call: Call): string | undefined {
  const tags = new Map(places(call.request, 'tags').map((tag) => [text(tag, 'key'), text(tag, 'value')]));
  const cluster = tags.get('eks-cluster-arn');
  const namespace = tags.get('kubernetes-namespace');
  const account = tags.get('kubernetes-service-account');
  return cluster && namespace && account ? associationSlotKey(cluster, namespace, account) : undefined;
}
