import { describeEvent } from '../describe-event.ts';
import { names, record } from '../records.ts';
import { answer, key, templateId } from './launch-template.ts';

const item = (versionNumber: number) => ({
  launchTemplateId: templateId,
  launchTemplateName: 'workers',
  versionNumber,
});
const deleted = (set: unknown) =>
  answer('DeleteLaunchTemplateVersions', {
    successfullyDeletedLaunchTemplateVersionSet: set,
    unsuccessfullyDeletedLaunchTemplateVersionSet: '',
  });
const both = [
  { op: 'delete', key: `${key}/1` },
  { op: 'delete', key: `${key}/2` },
] as const;
const missing = names('DeleteLaunchTemplateVersions', 'launch template version');

describeEvent('DeleteLaunchTemplateVersions', {
  record: record(
    'ec2',
    'DeleteLaunchTemplateVersions',
    {
      DeleteLaunchTemplateVersionsRequest: {
        LaunchTemplateId: templateId,
        LaunchTemplateVersion: [
          { content: 1, tag: 1 },
          { content: 2, tag: 2 },
        ],
      },
    },
    deleted({ item: [item(1), item(2)] }),
  ),
  gives: both,
  withoutRequest: both,
  omitted: both,
  cases: [
    {
      name: 'one of them, the other could not be deleted',
      but: { responseElements: deleted({ item: item(2) }) },
      gives: [both[1]],
    },
    { name: 'the list itself', but: { responseElements: deleted([item(1), item(2)]) }, gives: both },
    { name: 'none could be deleted', but: { responseElements: deleted('') }, gives: [] },
    {
      name: 'a version without its number',
      but: { responseElements: deleted({ item: [item(1), { launchTemplateId: templateId }] }) },
      gives: missing,
    },
    {
      name: 'no answer: which of them went is not known',
      but: { responseElements: null },
      gives: missing,
    },
  ],
});
