import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { key, launchTemplate, mixedInstancesPolicy, template } from './group.ts';

const bare = {
  autoScalingGroupName: 'workers',
  minSize: 1,
  maxSize: 3,
  desiredCapacity: 2,
  vPCZoneIdentifier: 'subnet-0abc',
};
const tag = {
  resourceId: 'workers',
  resourceType: 'auto-scaling-group',
  key: 'kubernetes.io/cluster/prod',
  value: 'owned',
  propagateAtLaunch: true,
};
const request = { ...bare, launchTemplate, tags: [tag] };
const sets = { tags: { 'kubernetes.io/cluster/prod': 'owned' } };
const put = { op: 'put', creates: true, key, fields: { name: 'workers', ...template }, sets } as const;
const none = { templateId: null, templateName: null, templateVersion: null };
const unknown = { templateId: '?', templateName: '?', templateVersion: '?' };
const asks = (members: object) => ({ requestParameters: { ...bare, ...members } }) as never;
const gives = (found: object, tags: object | null = {}) =>
  [{ ...put, fields: { name: 'workers', ...found }, sets: { tags } }] as never;
const missing = names('CreateAutoScalingGroup', 'Auto Scaling group');

describeEvent('CreateAutoScalingGroup', {
  record: record('autoscaling', 'CreateAutoScalingGroup', request),
  gives: [put],
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: "a mixed instances policy's launch template",
      but: asks({ mixedInstancesPolicy }),
      gives: gives({ ...template, templateName: '?', templateVersion: '$Latest' }),
    },
    {
      name: 'a launch template by name, in the default version',
      but: asks({ launchTemplate: { launchTemplateName: 'workers' } }),
      gives: gives({ ...template, templateId: '?', templateVersion: '$Default' }),
    },
    {
      name: 'a version that a redactor covered',
      but: asks({ launchTemplate: { ...launchTemplate, version: '***' } }),
      gives: gives({ ...template, templateVersion: '?' }),
    },
    {
      name: 'a launch configuration',
      but: asks({ launchConfigurationName: 'workers-2019' }),
      gives: gives(none),
    },
    {
      name: 'a launch template that a redactor covered',
      but: asks({ launchTemplate: '***' }),
      gives: gives(unknown),
    },
    {
      name: 'tags that a redactor covered',
      but: asks({ launchTemplate, tags: [{ ...tag, value: '***' }] }),
      gives: gives(template, null),
    },
  ],
});
