import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { answer, key, template, templateId } from './launch-template.ts';

describeEvent('DeleteLaunchTemplate', {
  record: record(
    'ec2',
    'DeleteLaunchTemplate',
    { DeleteLaunchTemplateRequest: { LaunchTemplateName: 'workers' } },
    answer('DeleteLaunchTemplate', template(2, 3)),
  ),
  gives: [{ op: 'delete', key }],
  withoutRequest: [{ op: 'delete', key }],
  omitted: [{ op: 'delete', key }],
  cases: [
    {
      name: 'no answer',
      but: {
        requestParameters: { DeleteLaunchTemplateRequest: { LaunchTemplateId: templateId } },
        responseElements: null,
      },
      gives: [{ op: 'delete', key }],
    },
    {
      name: 'no answer: a name leads to none',
      but: { responseElements: null },
      gives: names('DeleteLaunchTemplate', 'launch template'),
    },
  ],
});
