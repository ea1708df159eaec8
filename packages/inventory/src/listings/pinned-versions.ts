import { launchTemplateKey, launchTemplateVersionKey, partitionOf, type StateChange } from '@podguard/core';
import type { ListContext } from '../listing.ts';
import { WITH_MANAGED } from '../readers/with-managed.ts';

/**
 * The versions that node groups and Auto Scaling groups use by their number, and that `launch-template-versions` does not list:
 * those that are neither the latest nor the default. Where EC2 does not say which these are, all of them.
 */
export async function pinnedVersions(
  changes: readonly StateChange[],
  { region, account, clients, signal: abortSignal }: ListContext,
): Promise<readonly string[]> {
  const pinned = changes.flatMap(pinnedBy);
  if (pinned.length === 0) return [];
  const { sdk, client } = await clients.ec2(region);
  const LaunchTemplateIds = [...new Set(pinned.map(({ id }) => id))];
  const command = new sdk.DescribeLaunchTemplatesCommand({ LaunchTemplateIds, ...WITH_MANAGED });
  // One that is not there fails for all.
  const templates = await client.send(command, { abortSignal }).then(
    ({ LaunchTemplates }) => LaunchTemplates ?? [],
    () => [],
  );
  const listed = new Set(
    templates.flatMap(({ LaunchTemplateId, DefaultVersionNumber, LatestVersionNumber }) => [
      `${LaunchTemplateId}/${DefaultVersionNumber}`,
      `${LaunchTemplateId}/${LatestVersionNumber}`,
    ]),
  );
  const unlisted = pinned.filter(({ id, version }) => !listed.has(`${id}/${version}`));
  const partition = partitionOf(region);
  const keys = unlisted.map(({ id, version }) =>
    launchTemplateVersionKey(launchTemplateKey(partition, region, account, id), version),
  );
  return [...new Set(keys)];
}

function pinnedBy(change: StateChange) {
  if (change.op !== 'put') return [];
  const [id, version] = [textOf(change.fields.templateId), textOf(change.fields.templateVersion)];
  return id !== undefined && version !== undefined && /^\d+$/.test(version) ? [{ id, version }] : [];
}

function textOf(reported: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return typeof reported?.value === 'string' ? reported.value : undefined;
}
