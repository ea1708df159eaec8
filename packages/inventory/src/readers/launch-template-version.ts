import type { LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import { namesIn, oneOfOr } from '../answers.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader, type Told } from '../reader.ts';
import { WITH_MANAGED } from './with-managed.ts';

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const NONE = ['InvalidLaunchTemplateId.NotFound', 'InvalidLaunchTemplateId.VersionNotFound'];

export const launchTemplateVersion = defineReader({
  name: 'launch-template-version',
  kind: 'launch-template-version',
  actions: ['ec2:DescribeLaunchTemplateVersions'],
  target(key) {
    const found = namesIn(key, 'ec2', 'launch-template');
    const [id, version, ...rest] = found?.names ?? [];
    return found && id && version && /^\d+$/.test(version) && rest.length === 0
      ? { region: found.region, id, version }
      : undefined;
  },
  async ask({ region, id, version }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.ec2(region);
    const command = new sdk.DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateId: id,
      Versions: [version],
      ...WITH_MANAGED,
    });
    const answer = await orNull(client.send(command, { abortSignal }), ...NONE);
    if (answer === null) return null;
    const versions = must(answer.LaunchTemplateVersions, 'list');
    const found = versions.find(({ VersionNumber }) => VersionNumber === Number(version));
    return found === undefined ? null : toldVersion(found);
  },
});

/** A version's data are whole: what they leave out it does not set. */
export function toldVersion(found: LaunchTemplateVersion): Told<'launch-template-version'> {
  const data = must(found.LaunchTemplateData, 'data of a launch template');
  const { MetadataOptions: options, IamInstanceProfile: profile } = data;
  return {
    fields: {
      templateId: found.LaunchTemplateId,
      version: found.VersionNumber,
      httpTokens: oneOfOr(null, options?.HttpTokens, ['optional', 'required']),
      httpEndpoint: oneOfOr(null, options?.HttpEndpoint, ['enabled', 'disabled']),
      hopLimit: options?.HttpPutResponseHopLimit ?? null,
      profile: profile?.Arn ?? profile?.Name ?? null,
    },
    sets: {},
  };
}
