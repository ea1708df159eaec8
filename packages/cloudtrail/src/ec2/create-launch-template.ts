import { launchTemplateVersionKey } from '@podguard/core';
import { defineMapper, put } from '../mapper.ts';
import { first, integer, text, within } from '../parameters.ts';
import { templateOf, versionSettings } from './launch-template.ts';

export const createLaunchTemplate = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'CreateLaunchTemplate',
  group: 'default',
  regional: true,
  kinds: ['launch-template', 'launch-template-version'],
  toChanges(call) {
    const answered = within(call.response, 'launchTemplate');
    const template = templateOf(call, answered);
    if (template === undefined) return { missing: 'launch template' };
    // Versions are numbered in the order in which they are made:
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
    const version = integer(answered, 'latestVersionNumber') ?? 1;
    const fields = {
      templateId: template.id,
      name: first((place) => text(place, 'launchTemplateName'), answered, call.request) ?? undefined,
      defaultVersion: integer(answered, 'defaultVersionNumber') ?? 1,
      latestVersion: version,
    };
    const settings = versionSettings(within(call.request, 'launchTemplateData'), false);
    return [
      put(call, 'launch-template', template.key, { creates: true, fields, sets: {} }),
      put(call, 'launch-template-version', launchTemplateVersionKey(template.key, version), {
        creates: true,
        fields: { templateId: template.id, version, ...settings },
        sets: {},
      }),
    ];
  },
});
