import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { answer, key, templateId } from './launch-template.ts';

const asked = { LaunchTemplateId: templateId, SourceVersion: '2' };
const data = { MetadataOptions: { HttpTokens: 'optional' } };
const request = (members: object) => ({ CreateLaunchTemplateVersionRequest: members }) as never;
const version = (members: object) =>
  answer('CreateLaunchTemplateVersion', { launchTemplateVersion: members });
const whole = {
  launchTemplateId: templateId,
  launchTemplateName: 'workers',
  versionNumber: 3,
  createTime: '2026-03-12T07:30:04.000Z',
  createdBy: 'arn:aws:iam::111122223333:user/people/anneke',
  defaultVersion: false,
  launchTemplateData: {
    imageId: 'ami-0d1f7c9b2ea64305f',
    iamInstanceProfile: { name: 'node' },
    metadataOptions: { httpTokens: 'optional', httpPutResponseHopLimit: 2 },
  },
};
const { launchTemplateData: _data, launchTemplateName: _name, ...numbered } = whole;
const template = {
  op: 'patch',
  key,
  fields: { templateId, latestVersion: 3, name: 'workers' },
  sets: {},
} as const;
const put = (settings: object) =>
  ({
    op: 'put',
    creates: true,
    key: `${key}/3`,
    fields: { templateId, version: 3, ...settings },
    sets: {},
  }) as never;
const settings = { httpTokens: 'optional', httpEndpoint: null, hopLimit: 2, profile: 'node' };
const inherited = { httpTokens: 'optional', httpEndpoint: '?', hopLimit: '?', profile: '?' };
const unnamed = { ...template, fields: { templateId, latestVersion: 3 } };

describeEvent('CreateLaunchTemplateVersion', {
  record: record(
    'ec2',
    'CreateLaunchTemplateVersion',
    request({ ...asked, LaunchTemplateData: data }),
    version(whole),
  ),
  gives: [template, put(settings)],
  withoutRequest: [template, put(settings)],
  omitted: [template, put(settings)],
  cases: [
    {
      name: 'an answer without the data: what the source version has is not known',
      but: { responseElements: version(numbered) },
      gives: [unnamed, put(inherited)],
    },
    {
      name: 'an answer without the data, and no source version',
      but: {
        requestParameters: request({ LaunchTemplateName: 'workers', LaunchTemplateData: data }),
        responseElements: version(numbered),
      },
      gives: [template, put({ httpTokens: 'optional', httpEndpoint: null, hopLimit: null, profile: null })],
    },
    {
      name: 'neither has the data',
      but: { requestParameters: null, responseElements: version(numbered) },
      gives: [unnamed, put({ ...inherited, httpTokens: '?' })],
    },
    {
      name: 'no answer: the number is not known',
      but: { responseElements: null },
      gives: names('CreateLaunchTemplateVersion', 'launch template version'),
    },
    {
      name: 'neither names the id',
      but: {
        requestParameters: request({ LaunchTemplateName: 'workers' }),
        responseElements: null,
      },
      gives: names('CreateLaunchTemplateVersion', 'launch template'),
    },
  ],
});
