import { type Call, defineMapper, patch } from '../mapper.ts';
import { places, text, within } from '../parameters.ts';
import { keyOfNodegroup, templateVersion } from './nodegroup.ts';

export const updateNodegroupVersion = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'UpdateNodegroupVersion',
  group: 'default',
  regional: true,
  kinds: ['eks-nodegroup'],
  toChanges(call) {
    const key = keyOfNodegroup(call);
    if (key === undefined) return { missing: 'node group' };
    const requested = within(call.request, 'launchTemplate');
    const version = templateVersion(requested) ?? answeredVersion(call);
    // A node group's launch template stays the same, only its version changes.
    if (requested === null && version === undefined) return [];
    return [patch(call, 'eks-nodegroup', key, { fields: { templateVersion: version } })];
  },
});

function answeredVersion(call: Call): string | undefined {
  const params = places(within(call.response, 'update'), 'params');
  const told = params.find((param) => text(param, 'type') === 'LaunchTemplateVersion');
  return told && templateVersion({ version: told.value ?? null });
}
