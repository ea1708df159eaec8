import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { answer, key, template, templateId } from './launch-template.ts';

const request = (members: object) =>
  ({ ModifyLaunchTemplateRequest: { LaunchTemplateId: templateId, ...members } }) as never;
const patch = (fields: object) => [{ op: 'patch', key, fields, sets: {} }] as never;
const both = patch({ defaultVersion: 2, latestVersion: 3 });
const asks = (members: object) => ({ requestParameters: request(members), responseElements: null });

describeEvent('ModifyLaunchTemplate', {
  record: record(
    'ec2',
    'ModifyLaunchTemplate',
    request({ SetDefaultVersion: 2 }),
    answer('ModifyLaunchTemplate', template(2, 3)),
  ),
  gives: both,
  withoutRequest: both,
  omitted: both,
  cases: [
    {
      name: 'no answer',
      but: asks({ SetDefaultVersion: 2 }),
      gives: patch({ defaultVersion: 2 }),
    },
    {
      name: "no answer, the SDK's name",
      but: asks({ DefaultVersion: '2' }),
      gives: patch({ defaultVersion: 2 }),
    },
    {
      name: 'no answer, a version without a number',
      but: asks({ SetDefaultVersion: '$Latest' }),
      gives: patch({ defaultVersion: '?' }),
    },
    { name: 'no answer, nothing asked', but: asks({}), gives: [] },
    {
      name: 'neither names the id',
      but: {
        requestParameters: { ModifyLaunchTemplateRequest: { LaunchTemplateName: 'workers' } },
        responseElements: null,
      },
      gives: names('ModifyLaunchTemplate', 'launch template'),
    },
  ],
});
