import type { LaunchTemplate } from '@aws-sdk/client-ec2';
import { namesIn } from '../answers.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type Told } from '../reader.ts';
import { WITH_MANAGED } from './with-managed.ts';

export const launchTemplate = defineReader({
  name: 'launch-template',
  kind: 'launch-template',
  actions: ['ec2:DescribeLaunchTemplates'],
  target(key) {
    const found = namesIn(key, 'ec2', 'launch-template');
    const [id, ...rest] = found?.names ?? [];
    return found && id && rest.length === 0 ? { region: found.region, id } : undefined;
  },
  async ask({ region, id }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.ec2(region);
    const command = new sdk.DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [id], ...WITH_MANAGED });
    const answer = await orNull(client.send(command, { abortSignal }), 'InvalidLaunchTemplateId.NotFound');
    const found = answer?.LaunchTemplates?.find(({ LaunchTemplateId }) => LaunchTemplateId === id);
    return answer && toldTemplate(must(found, 'launch template'));
  },
});

export function toldTemplate(found: LaunchTemplate): Told<'launch-template'> {
  return {
    fields: {
      templateId: found.LaunchTemplateId,
      name: found.LaunchTemplateName,
      defaultVersion: found.DefaultVersionNumber,
      latestVersion: found.LatestVersionNumber,
    },
    sets: {},
  };
}
