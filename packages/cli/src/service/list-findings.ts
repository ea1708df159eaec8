import {
  type Catalogue,
  type Finding,
  type FindingContext,
  findingsOf,
  SEVERITIES,
  ServiceError,
  type Severity,
  type Store,
} from '@podguard/core';

const STATUSES = ['open', 'exempt', 'resolved', 'all'] as const;

export interface FindingFilter {
  readonly status?: string | undefined;
  /** One or more, separated by commas. */
  readonly severity?: string | undefined;
  /** Ids, separated by commas. */
  readonly rule?: string | undefined;
}

/** In order of opening. */
export async function listFindings(
  store: Pick<Store, 'listItems'>,
  catalogue: Catalogue,
  context: FindingContext,
  filter: FindingFilter = {},
): Promise<readonly Finding[]> {
  const status = oneOf('status', filter.status ?? 'all', STATUSES);
  const severities = filter.severity?.split(',').map((text) => oneOf<Severity>('severity', text, SEVERITIES));
  const ids = catalogue.rules.map(({ id }) => id);
  const rules = filter.rule?.split(',').map((text) => oneOf('rule', text, ids));
  const findings: Finding[] = [];
  for await (const item of store.listItems()) findings.push(...findingsOf(item, catalogue, context));
  return findings
    .filter(
      (finding) =>
        (status === 'all' || finding.status === status) &&
        (severities === undefined || severities.includes(finding.severity)) &&
        (rules === undefined || rules.includes(finding.rule)),
    )
    .sort(inOrderOfOpening);
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  throw new ServiceError('usage', `${name}: ${JSON.stringify(text)} is none of ${allowed.join(', ')}`);
}

function inOrderOfOpening(a: Finding, b: Finding): number {
  const [one, other] = [a.opened?.at ?? '', b.opened?.at ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
