import { launchTemplateVersionKey } from '@podguard/core';
import { type Call, defineMapper, patch, put } from '../mapper.ts';
import { first, integer, type Place, text, within } from '../parameters.ts';
import { templateOf, versionSettings } from './launch-template.ts';

export const createLaunchTemplateVersion = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'CreateLaunchTemplateVersion',
  group: 'default',
  regional: true,
  kinds: ['launch-template', 'launch-template-version'],
  toChanges(call) {
    const answered = within(call.response, 'launchTemplateVersion');
    const template = templateOf(call, answered, call.request);
    if (template === undefined) return { missing: 'launch template' };
    const version = integer(answered, 'versionNumber');
    if (!version) return { missing: 'launch template version' };
    const name = first((place) => text(place, 'launchTemplateName'), answered, call.request);
    const fields = { templateId: template.id, latestVersion: version, ...(name ? { name } : {}) };
    return [
      patch(call, 'launch-template', template.key, { fields }),
      put(call, 'launch-template-version', launchTemplateVersionKey(template.key, version), {
        creates: true,
        fields: { templateId: template.id, version, ...settings(call, answered) },
        sets: {},
      }),
    ];
  },
});

/** The answer's data are whole; those of the request may go on top of a source version's. */
function settings({ request }: Call, answered: Place) {
  const whole = within(answered, 'launchTemplateData');
  if (whole) return versionSettings(whole, false);
  return versionSettings(within(request, 'launchTemplateData'), text(request, 'sourceVersion') !== null);
}
