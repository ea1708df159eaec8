import type { SetMembers } from './change.ts';
import { canonicalJson, type JsonObject } from './json.ts';

export interface FargateSelector {
  readonly namespace: string;
  readonly labels: JsonObject;
}

/** The members of a Fargate profile's `selectors`: a namespace can be selected several times, of which one without labels is enough. */
export function selectorMembers(selectors: readonly FargateSelector[]): SetMembers {
  const byNamespace = Map.groupBy(selectors, ({ namespace }) => namespace);
  return Object.fromEntries([...byNamespace].map(([namespace, all]) => [namespace, either(all)]));
}

/** The labels; of several selectors a list of theirs. */
function either(selectors: readonly FargateSelector[]): string {
  const distinct = [...new Set(selectors.map(({ labels }) => canonicalJson(labels)))].sort();
  if (distinct.includes('{}')) return '{}';
  return distinct.length === 1 ? distinct.join() : `[${distinct.join()}]`;
}
