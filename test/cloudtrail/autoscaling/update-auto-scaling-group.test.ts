import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { key, launchTemplate, mixedInstancesPolicy, template } from './group.ts';

const patch = (fields: object) => [{ op: 'patch', key, fields, sets: {} }] as never;
const asks = (members: object) =>
  ({ requestParameters: { autoScalingGroupName: 'workers', ...members } }) as never;
const missing = names('UpdateAutoScalingGroup', 'Auto Scaling group');

describeEvent('UpdateAutoScalingGroup', {
  record: record('autoscaling', 'UpdateAutoScalingGroup', {
    autoScalingGroupName: 'workers',
    launchTemplate,
  }),
  gives: patch(template),
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: "a mixed instances policy's launch template",
      but: asks({ mixedInstancesPolicy }),
      gives: patch({ ...template, templateName: '?', templateVersion: '$Latest' }),
    },
    {
      name: 'a mixed instances policy that keeps its launch template',
      but: asks({ mixedInstancesPolicy: { instancesDistribution: { spotInstancePools: 2 } } }),
      gives: [],
    },
    {
      name: 'a launch configuration in its place',
      but: asks({ launchConfigurationName: 'workers-2019' }),
      gives: patch({ templateId: null, templateName: null, templateVersion: null }),
    },
    {
      name: 'a launch template that a redactor covered',
      but: asks({ launchTemplate: '***' }),
      gives: patch({ templateId: '?', templateName: '?', templateVersion: '?' }),
    },
    { name: 'another size', but: asks({ minSize: 1, maxSize: 8 }), gives: [] },
  ],
});
