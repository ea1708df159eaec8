import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type Config,
  type Finding,
  type Item,
  type Kind,
  keyOfEdge,
  type Resource,
  readersKey,
  type Store,
} from '@podguard/core';
import {
  type DocumentRead,
  documentsToChanges,
  type ManifestFile,
  manifestsToChanges,
} from '@podguard/manifests';
import type { AdviceInput } from '@podguard/rules';
import type { AwsFlags } from './aws-flags.ts';
import { readInputs } from './check-inputs.ts';
import { readText } from './check-texts.ts';
import { currentResource, resourcesOf, unknownResource } from './current-resource.ts';
import { isTable, openStore } from './local-store/index.ts';
import { plainPath } from './plain-path.ts';
import { isFindingsFile } from './read-findings.ts';
import type { Terminal } from './terminal.ts';

/** What is known of a finding's resource and of those around it: by the store, or by the file that `check` read. */
export async function readSurroundings(
  finding: Finding,
  where: string,
  terminal: Terminal,
  config: Config,
  aws?: AwsFlags,
): Promise<AdviceInput> {
  const known = await (isFindingsFile(where, terminal)
    ? fromFile(finding, terminal, config)
    : fromStore(finding, where, terminal, aws));
  const resource = known.find(({ key }) => key === finding.resource.key) ?? unknownResource(finding.resource);
  return { finding, resource, around: known.filter((one) => one !== resource), config };
}

async function fromStore(
  finding: Finding,
  where: string,
  { directory }: Terminal,
  aws: AwsFlags | undefined,
): Promise<readonly Resource[]> {
  const opened = await openStore(isTable(where) ? where : path.resolve(directory, where), aws);
  try {
    return await around(opened.store, finding.resource);
  } finally {
    await opened.close();
  }
}

/** What a cluster has of its own that decides how its pods may get a role. */
const OF_CLUSTERS: readonly Kind[] = ['eks-addon', 'eks-fargate-profile', 'pod-identity-association'];
const MOST = 500;

/** Those that judging it read, those that point at it, the account's clusters, and what these have. */
async function around(store: Store, { key, account }: Finding['resource']): Promise<readonly Resource[]> {
  const items = new Map<string, Item>();
  const load = async (wanted: string): Promise<Item | undefined> => {
    if (items.size >= MOST) return undefined;
    const item = items.get(wanted) ?? (await store.load(wanted));
    if (item !== undefined) items.set(wanted, item);
    return item;
  };
  const dependents = async (target: string, kind?: Kind) => {
    for await (const { dependent } of store.listDependents(target, kind)) {
      if (items.size >= MOST) return;
      await load(dependent);
    }
  };
  const own = await load(key);
  for (const edge of own?.edges ?? []) await load(keyOfEdge(edge));
  for (const pointed of [key, readersKey(key)]) await dependents(pointed);
  if (account !== '') await dependents(account, 'eks-cluster');
  for (const { kind, key: cluster } of [...items.values()])
    if (kind === 'eks-cluster') for (const of of OF_CLUSTERS) await dependents(cluster, of);
  return [...items.values()].map((item) => currentResource(item, item.present));
}

/** The file of a finding that an event opened holds records: they are not replayed here. */
async function fromFile(
  { opened, source }: Finding,
  { directory, stdin, signal }: Terminal,
  config: Config,
): Promise<readonly Resource[]> {
  if (opened !== null || source === null || source.file === '-') return [];
  const place = path.resolve(directory, source.file);
  const isFile = await stat(place).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (!isFile) return [];
  const documents: DocumentRead[] = [];
  const manifests: ManifestFile[] = [];
  for await (const input of readInputs([place], { stdin, signal })) {
    if (input.kind !== 'text') continue;
    const read = readText({ ...input, path: plainPath(source.file, directory) }, undefined);
    documents.push(...read.documents);
    manifests.push(...read.manifests);
  }
  const roles = documentsToChanges(documents, config.account);
  return resourcesOf([...roles.changes, ...manifestsToChanges(manifests, undefined, config.account).changes]);
}
