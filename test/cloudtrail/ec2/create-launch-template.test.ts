import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { answer, key, template, templateId } from './launch-template.ts';

const profile = `arn:aws:iam::${ACCOUNT}:instance-profile/eks/node`;
const request = (data: unknown) => ({
  CreateLaunchTemplateRequest: {
    LaunchTemplateName: 'workers',
    ClientToken: 'c1f0b1e5-52d4-4a0e-8a3c-0c9b8f6c7d11',
    LaunchTemplateData: data,
  },
});
const data = {
  ImageId: 'ami-0d1f7c9b2ea64305f',
  InstanceType: 'm7g.large',
  UserData: '<sensitiveDataRemoved>',
  IamInstanceProfile: { Arn: profile },
  MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' },
};
const made = (settings: object, name = 'workers') =>
  [
    {
      op: 'put',
      creates: true,
      key,
      fields: { templateId, name, defaultVersion: 1, latestVersion: 1 },
      sets: {},
    },
    { op: 'put', creates: true, key: `${key}/1`, fields: { templateId, version: 1, ...settings }, sets: {} },
  ] as never;
const unset = { httpTokens: null, httpEndpoint: null, hopLimit: null, profile: null };
const unknown = made({ httpTokens: '?', httpEndpoint: '?', hopLimit: '?', profile: '?' });
const asks = (asked: unknown) => ({ requestParameters: request(asked) }) as never;

describeEvent('CreateLaunchTemplate', {
  record: record(
    'ec2',
    'CreateLaunchTemplate',
    request(data) as never,
    answer('CreateLaunchTemplate', template(1, 1)),
  ),
  gives: made({ httpTokens: 'optional', httpEndpoint: 'enabled', hopLimit: 2, profile }),
  withoutRequest: unknown,
  omitted: unknown,
  cases: [
    {
      name: 'data that leave the options to the AMI',
      but: asks({ ImageId: 'ami-0d1f7c9b2ea64305f' }),
      gives: made(unset),
    },
    {
      name: 'a profile by name, and one of the options',
      but: asks({ IamInstanceProfile: { Name: 'node' }, MetadataOptions: { HttpTokens: 'required' } }),
      gives: made({ ...unset, httpTokens: 'required', profile: 'node' }),
    },
    { name: 'no data at all', but: asks(''), gives: made(unset) },
    { name: 'data that were removed', but: asks('<sensitiveDataRemoved>'), gives: unknown },
    {
      name: 'an answer of the id only',
      but: {
        responseElements: answer('CreateLaunchTemplate', {
          launchTemplate: { launchTemplateId: templateId },
        }),
      },
      gives: made({ httpTokens: 'optional', httpEndpoint: 'enabled', hopLimit: 2, profile }),
    },
    {
      name: 'no answer: the id is not known',
      but: { responseElements: null },
      gives: names('CreateLaunchTemplate', 'launch template'),
    },
  ],
});
