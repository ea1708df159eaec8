import { launchTemplateVersionKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { integer, list, places } from '../parameters.ts';
import { templateOf } from './launch-template.ts';

const DELETED = 'successfullyDeletedLaunchTemplateVersionSet';

export const deleteLaunchTemplateVersions = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'DeleteLaunchTemplateVersions',
  group: 'default',
  regional: true,
  kinds: ['launch-template-version'],
  toChanges(call) {
    // The call also succeeds where some of the versions, or all, could not be deleted.
    const answered = list(call.response, DELETED);
    if (!answered) return { missing: 'launch template version' };
    const keys = places(call.response, DELETED).map((item) => {
      const template = templateOf(call, item, call.request);
      const version = integer(item, 'versionNumber');
      return template && version ? launchTemplateVersionKey(template.key, version) : undefined;
    });
    const known = keys.filter((key) => key !== undefined);
    if (known.length < answered.length) return { missing: 'launch template version' };
    return [...new Set(known)].map((key) => remove(call, 'launch-template-version', key));
  },
});
