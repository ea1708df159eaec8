import { defineMapper, named, patch } from '../mapper.ts';
import { integer, type Place, within } from '../parameters.ts';
import { templateOf } from './launch-template.ts';

export const modifyLaunchTemplate = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'ModifyLaunchTemplate',
  group: 'default',
  regional: true,
  kinds: ['launch-template'],
  toChanges(call) {
    const answered = within(call.response, 'launchTemplate');
    const template = templateOf(call, answered, call.request);
    if (template === undefined) return { missing: 'launch template' };
    const fields = named({
      defaultVersion: integer(answered, 'defaultVersionNumber') ?? requestedDefault(call.request),
      ...(answered ? { latestVersion: integer(answered, 'latestVersionNumber') } : {}),
    });
    if (Object.keys(fields).length === 0) return [];
    return [patch(call, 'launch-template', template.key, { fields })];
  },
});

/** As the wire has it, or the SDKs. */
function requestedDefault(request: Place): number | null | undefined {
  return integer(request, 'setDefaultVersion', 'defaultVersion');
}
