import { policyKey, policyKeyFromArn } from '@podguard/core';
import { allPages } from '../all-pages.ts';
import { iamName, policyText } from '../answers.ts';
import type { Clients } from '../clients.ts';
import { mapBounded } from '../map-bounded.ts';
import { must } from '../must.ts';
import { orNull } from '../or-null.ts';
import { defineReader } from '../reader.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_VERSIONS = 5;

export const policy = defineReader({
  name: 'policy',
  kind: 'iam-policy',
  actions: ['iam:GetPolicyVersion', 'iam:ListPolicies', 'iam:ListPolicyVersions'],
  target: (key) => iamName(key, 'policy'),
  async ask({ partition, account, name }, { clients, iamRegion, signal: abortSignal }) {
    const api = await clients.iam(iamRegion);
    const key = policyKey(partition, account, name);
    // The key is its ARN where it has no path.
    const atOnce = await versionsOf(api, key, abortSignal);
    const PolicyArn = atOnce === null ? await arnOf(api, key, abortSignal) : key;
    if (PolicyArn === undefined) return null;
    const versions = atOnce ?? (await versionsOf(api, PolicyArn, abortSignal));
    if (versions === null) return null;
    const { sdk, client } = api;
    const documents = await mapBounded(versions, MOST_VERSIONS, async (version) => {
      const VersionId = must(version.VersionId, 'version');
      const command = new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId });
      const { PolicyVersion } = await client.send(command, { abortSignal });
      return [VersionId, policyText(PolicyVersion?.Document) ?? true] as const;
    });
    const byDefault = versions.find(({ IsDefaultVersion }) => IsDefaultVersion === true);
    return {
      fields: { arn: PolicyArn, defaultVersion: byDefault?.VersionId },
      sets: { versions: Object.fromEntries(documents) },
    };
  },
});

type Iam = Awaited<ReturnType<Clients['iam']>>;

function versionsOf({ sdk, client }: Iam, PolicyArn: string, abortSignal: AbortSignal) {
  const pages = sdk.paginateListPolicyVersions({ client }, { PolicyArn }, { abortSignal });
  return orNull(
    allPages(pages, ({ Versions }) => Versions),
    'NoSuchEntityException',
  );
}

/** With its path, which is no part of the key. */
async function arnOf(
  { sdk, client }: Iam,
  key: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const pages = sdk.paginateListPolicies({ client, pageSize: 1000 }, { Scope: 'Local' }, { abortSignal });
  for await (const { Policies } of pages) {
    const found = Policies?.find(({ Arn }) => Arn !== undefined && policyKeyFromArn(Arn) === key);
    if (found !== undefined) return found.Arn;
  }
  return undefined;
}
