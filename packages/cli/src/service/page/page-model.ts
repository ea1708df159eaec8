import {
  type Advice,
  type Catalogue,
  type Config,
  type Finding,
  type FindingContext,
  findingsOf,
  type Item,
  type Posture,
  parseArn,
  SEVERITIES,
  type Severity,
  type Store,
  severityRank,
  type Transition,
} from '@podguard/core';
import { createAdviceReading } from '../../advice-reading.ts';
import type { PostureReader } from '../../posture-reader.ts';

export interface Group {
  readonly resource: Finding['resource'];
  readonly findings: readonly Finding[];
}

/** Everything the page says, worst and newest first. */
export interface PageModel {
  readonly now: Date;
  readonly catalogue: Catalogue;
  /** None where nothing was recorded yet. */
  readonly accounts: readonly string[];
  readonly clusters: readonly string[];
  readonly watched: number;
  /** Resources of which some rule could not be decided. */
  readonly undecided: number;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly open: readonly Group[];
  /** Those that end first first. */
  readonly exempt: readonly Finding[];
  readonly resolved: readonly Finding[];
  readonly timeline: readonly Transition[];
  readonly posture: Posture;
  /** What is recommended for the open ones, by the finding's id. */
  readonly advice: ReadonlyMap<string, Advice>;
  /** What people call resources whose keys do not say it, by key. */
  readonly names: ReadonlyMap<string, string>;
  /** Where commands find this state; none where only this process has it. */
  readonly where: string | undefined;
}

const TIMELINE_LENGTH = 100;

export interface PageModelDeps {
  readonly store: Pick<Store, 'listItems' | 'listTransitions'>;
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly context: () => Promise<FindingContext>;
  readonly postures: PostureReader;
  readonly where: string | undefined;
}

export async function loadPageModel(
  { store, catalogue, config, context, postures, where }: PageModelDeps,
  now: Date,
): Promise<PageModel> {
  const reading = postures.begin();
  const advising = createAdviceReading(config);
  const decided = await context();
  const findings: Finding[] = [];
  const accounts = new Set<string>();
  const clusters = new Set<string>();
  const names = new Map<string, string>();
  let watched = 0;
  let undecided = 0;
  for await (const item of store.listItems()) {
    reading.show(item);
    advising.show(item);
    const name = nameOf(item);
    if (name !== undefined) names.set(item.key, name);
    findings.push(...findingsOf(item, catalogue, decided));
    accounts.add(item.account);
    if (!item.present) continue;
    watched += 1;
    const cluster = clusterOf(item);
    if (cluster !== undefined) clusters.add(cluster);
    if (item.undecided.length > 0) undecided += 1;
  }
  const open = findings.filter(({ status }) => status === 'open').sort(worstFirst);
  return {
    now,
    names,
    where,
    catalogue,
    accounts: [...accounts].sort(),
    clusters: [...clusters].sort(),
    watched,
    undecided,
    counts: Object.fromEntries(
      SEVERITIES.map((severity) => [
        severity,
        open.filter((finding) => finding.severity === severity).length,
      ]),
    ) as Record<Severity, number>,
    open: groupByResource(open),
    exempt: findings.filter(({ status }) => status === 'exempt').sort(endsFirst),
    resolved: findings
      .filter(({ status }) => status === 'resolved')
      .sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1)),
    timeline: await store.listTransitions(TIMELINE_LENGTH),
    posture: reading.posture(),
    advice: new Map(open.flatMap((finding) => withId(finding.id, advising.adviceOn(finding)))),
  };
}

function withId(id: string, advice: Advice | null): readonly (readonly [string, Advice])[] {
  return advice === null ? [] : [[id, advice]];
}

/** Groups keep the order of their worst finding. */
function groupByResource(findings: readonly Finding[]): readonly Group[] {
  const groups = Map.groupBy(findings, ({ resource }) => resource.key);
  return [...groups.values()].map((members) => ({
    resource: (members[0] as Finding).resource,
    findings: members,
  }));
}

function worstFirst(a: Finding, b: Finding): number {
  const bySeverity = severityRank(b.severity) - severityRank(a.severity);
  if (bySeverity !== 0) return bySeverity;
  const [one, other] = [a.opened?.at ?? '', b.opened?.at ?? ''];
  if (one !== other) return one < other ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

function endsFirst(a: Finding, b: Finding): number {
  const [one, other] = [a.exemption?.until ?? '', b.exemption?.until ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return worstFirst(a, b);
}

function endOf(finding: Finding): string {
  return finding.resolved?.at ?? '';
}

function clusterOf({ kind, key }: Item): string | undefined {
  if (kind !== 'eks-cluster' && kind !== 'pod-identity-association') return undefined;
  return parseArn(key)?.resource.split('/')[1];
}

/** An association's key ends in an id that AWS made up: its pods are what it is about. */
function nameOf(item: Item): string | undefined {
  if (item.kind !== 'pod-identity-association') return undefined;
  const [namespace, serviceAccount] = [fieldOf(item, 'namespace'), fieldOf(item, 'serviceAccount')];
  if (namespace === undefined || serviceAccount === undefined) return undefined;
  return `${namespace}/${serviceAccount} in ${clusterOf(item)}`;
}

function fieldOf({ log, base }: Item, name: string): string | undefined {
  const told = log.findLast((change) => 'fields' in change && change.fields[name] !== undefined);
  const field = told !== undefined && 'fields' in told ? told.fields[name] : base?.fields[name]?.values[0];
  return field !== undefined && 'value' in field && typeof field.value === 'string' ? field.value : undefined;
}
