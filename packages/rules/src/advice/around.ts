import {
  type Config,
  type Finding,
  type Kind,
  parseArn,
  type Resource,
  roleKeyFromArn,
} from '@podguard/core';

/** What an advice is made from: the finding, and what is known of its resource and of those around it. */
export interface AdviceInput {
  readonly finding: Finding;
  /** Its state as it is now; its fields are unknown where only the finding is at hand. */
  readonly resource: Resource;
  readonly around: readonly Resource[];
  readonly config: Config;
}

export function isOf<K extends Kind>(resource: Resource, kind: K): resource is Resource & Resource<K> {
  return resource.kind === kind;
}

/** Those of a kind that are there, the finding's own too. */
export function those<K extends Kind>(
  { resource, around }: Pick<AdviceInput, 'resource' | 'around'>,
  kind: K,
): readonly Resource<K>[] {
  return [resource, ...around].filter(
    (one) => one.kind === kind && one.present,
  ) as unknown as readonly Resource<K>[];
}

/** The role of an ARN, as far as it is known. */
export function roleOf(input: Pick<AdviceInput, 'resource' | 'around'>, arn: string) {
  const key = roleKeyFromArn(arn);
  return those(input, 'iam-role').find((role) => role.key === key);
}

/** A value that the finding names by a plain word. */
export function evidenceValue({ evidence }: Finding, path: string): string | undefined {
  const value = evidence.find((one) => one.path === path)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Everything that the finding's evidence quotes as text. */
export function evidenceTexts({ evidence }: Finding): readonly string[] {
  return evidence.flatMap(({ path, value }) => (typeof value === 'string' ? [path, value] : [path]));
}

/** EKS's issuers, as `host/path`, that the finding names: in a provider's ARN or a condition's key. */
export function issuersNamed(finding: Finding): readonly string[] {
  const found = [finding.summary, ...evidenceTexts(finding)].flatMap(
    (text) => text.match(/oidc[.-]eks\.[a-z0-9.-]{1,253}\/id\/[A-Za-z0-9]+/g) ?? [],
  );
  return [...new Set(found)];
}

/** The account that a finding is about, or else one's own. */
export function accountOf({ resource, config }: Pick<AdviceInput, 'resource' | 'config'>): string {
  if (resource.account !== '') return resource.account;
  return parseArn(resource.key)?.account ?? config.account ?? '';
}

/** A finding's words may be anybody's: `constructor` is no entry. */
export function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
