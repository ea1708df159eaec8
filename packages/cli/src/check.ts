import type { Readable } from 'node:stream';
import {
  type Catalogue,
  type Change,
  type Config,
  createFindingContext,
  decisionsOn,
  type Finding,
  type FurtherPlace,
  findingsOf,
} from '@podguard/core';
import {
  type Associations,
  type DocumentKind,
  type DocumentRead,
  documentsToChanges,
  type ManifestFile,
  manifestsToChanges,
  readAssociations,
} from '@podguard/manifests';
import { createMemoryStore } from '@podguard/store';
import { readInputs } from './check-inputs.ts';
import { withManifestSource, withSource } from './check-source.ts';
import { nameOf, readText } from './check-texts.ts';
import { createJudging } from './judging.ts';
import { plainPath } from './plain-path.ts';
import type { Undecided } from './scan.ts';

export interface CheckDeps {
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly kind: DocumentKind | undefined;
  /** The service accounts that have a Pod Identity association, as far as that is known. */
  readonly associations: Associations | undefined;
  readonly stdin: Readable;
  /** Files in it are known by where they are in it, however they are written. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** As of when findings are exempt. */
  readonly at: Date;
  /** Told of each part that could not be read, and of what was passed over for a reason. */
  readonly onProblem: (message: string) => void;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** Policy documents. */
  readonly documents: number;
  /** Kubernetes objects that are judged, and Dockerfiles. */
  readonly manifests: number;
  /** Kubernetes objects of kinds that are not. */
  readonly otherObjects: number;
  /** Files in directories that hold neither. */
  readonly passedOver: number;
  /** Files, and documents in them, that could not be read. */
  readonly unreadable: number;
  readonly bytes: number;
}

/** Judges the policy documents of files as roles of which nothing else is known, and manifests by themselves. */
export async function check(paths: readonly string[], deps: CheckDeps): Promise<CheckResult> {
  const { config } = deps;
  const { reads, files, asGiven, roleless, ...counts } = await readAll(paths, deps);
  const roles = documentsToChanges(reads, config.account);
  if (roles.documents.size === 0)
    for (const name of roleless) {
      counts.unreadable += 1;
      deps.onProblem(`${name}: ${ROLELESS}`);
    }
  const objects = manifestsToChanges(files, deps.associations, config.account);
  const locate = async (finding: Finding) => {
    const manifest = objects.manifests.get(finding.resource.key);
    const located =
      manifest === undefined
        ? await withSource(finding, roles.documents.get(finding.resource.key) ?? [], (parts) =>
            judgeParts(finding, parts, deps),
          )
        : withManifestSource(finding, manifest);
    return { ...located, source: withGiven(located.source, asGiven) };
  };
  const judged = await judgeAll([...roles.changes, ...objects.changes], locate, {
    ...deps,
    config: { ...config, podRoles: [...config.podRoles, ...roles.podRoles] },
  });
  return { ...counts, documents: reads.length, ...judged };
}

async function readAll(paths: readonly string[], deps: CheckDeps) {
  const reads: DocumentRead[] = [];
  const files: ManifestFile[] = [];
  const roleless: string[] = [];
  const asGiven = new Map<string, string>();
  const counts = { manifests: 0, otherObjects: 0, passedOver: 0, unreadable: 0, bytes: 0 };
  const problem = (message: string) => {
    counts.unreadable += 1;
    deps.onProblem(message);
  };
  for await (const input of readInputs(paths, deps)) {
    if (input.kind === 'skipped') counts.passedOver += 1;
    else if (input.kind === 'problem') problem(input.message);
    else {
      const read = readText(input, deps.kind);
      counts.bytes += input.bytes;
      counts.manifests += read.manifests.length;
      counts.otherObjects += read.otherObjects;
      const file = plainPath(input.path, deps.directory);
      asGiven.set(file, input.path);
      if (read.roleless) roleless.push(nameOf(input.path));
      for (const document of read.documents) reads.push({ ...document, file });
      for (const manifest of read.manifests) files.push({ ...manifest, file });
      for (const message of read.problems) problem(message);
      for (const message of read.passedOver) {
        if (input.named) problem(message);
        else {
          counts.passedOver += 1;
          deps.onProblem(message);
        }
      }
      if (read.foreign && input.named) problem(`${nameOf(input.path)}: ${foreignWords(input.text)}`);
      else if (read.foreign) counts.passedOver += 1;
    }
  }
  return { reads, files, asGiven, roleless, ...counts };
}

function withGiven(source: Finding['source'], asGiven: ReadonlyMap<string, string>): Finding['source'] {
  if (source === null) return null;
  const { also, ...first } = source;
  const named = (place: FurtherPlace) => ({ ...place, file: asGiven.get(place.file) ?? place.file });
  return { ...named(first), ...(also === undefined ? {} : { also: also.map(named) }) };
}

const ROLELESS =
  'has the details of an account without a role, and only roles are judged; give the answer with RoleDetailList, or all pages';

function foreignWords(text: string): string {
  return readAssociations(text) === undefined
    ? 'is no policy document: it has no Statement, and is no answer of the AWS CLI that holds one; nor does it hold a Kubernetes object'
    : 'holds Pod Identity associations, which are not judged by themselves: give it with --associations, beside the manifests';
}

async function judgeAll(
  changes: readonly Change[],
  locate: (finding: Finding) => Promise<Finding>,
  deps: CheckDeps,
): Promise<Pick<CheckResult, 'findings' | 'undecided'>> {
  const store = createMemoryStore();
  const judging = createJudging(store, deps);
  for (const change of changes) await judging.apply(change);
  await judging.settle();
  const context = await createFindingContext({ config: deps.config, now: () => deps.at })();
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for await (const item of store.listItems()) {
    for (const finding of findingsOf(item, deps.catalogue, context))
      if (finding.status !== 'resolved') findings.push(await locate(finding));
    const decisions = decisionsOn(item, deps.catalogue, context);
    for (const unreached of item.undecided) {
      const exemption = decisions.onUndecided(unreached.rule);
      undecided.push({ resource: item.key, ...unreached, exemption });
    }
  }
  return { findings, undecided };
}

/** Parts of a role's documents, by the finding's own rule and those of its family that report the same. */
async function judgeParts(
  { rule, reasons }: Finding,
  parts: readonly DocumentRead[],
  deps: CheckDeps,
): Promise<readonly Finding[]> {
  const { changes, podRoles } = documentsToChanges(parts, deps.config.account);
  const { catalogue, config } = deps;
  const judged = await judgeAll(changes, async (finding) => finding, {
    ...deps,
    catalogue: {
      ...catalogue,
      rules: catalogue.rules.filter(({ id }) => id === rule || reasons.includes(id)),
    },
    config: { ...config, podRoles: [...config.podRoles, ...podRoles] },
  });
  return judged.findings;
}
