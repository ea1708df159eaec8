import type { Advice, Config, Finding, Item, Kind, Resource } from '@podguard/core';
import { recommend } from '@podguard/rules';
import { currentResource, unknownResource } from './current-resource.ts';

/** What of an account says where pods run. */
const PLACES: readonly Kind[] = ['eks-cluster', 'eks-fargate-profile'];

export interface AdviceReading {
  /** Takes in what the store holds, once each. */
  show(item: Item): void;
  /** When all was shown. */
  adviceOn(finding: Finding): Advice | null;
}

/** Recommends for many findings from one pass over the store: by their resources, and the clusters of their accounts. */
export function createAdviceReading(config: Config): AdviceReading {
  const places = new Map<string, Resource[]>();
  const judged = new Map<string, Item>();
  return {
    show: (item) => {
      if (item.lives.some(({ resolved }) => resolved === null)) judged.set(item.key, item);
      if (!PLACES.includes(item.kind) || !item.present) return;
      const own = places.get(item.account) ?? [];
      places.set(item.account, own);
      own.push(currentResource(item, true));
    },
    adviceOn: (finding) => {
      const item = judged.get(finding.resource.key);
      const resource =
        item === undefined ? unknownResource(finding.resource) : currentResource(item, item.present);
      const around = (places.get(resource.account) ?? []).filter(({ key }) => key !== resource.key);
      return recommend({ finding, resource, around, config });
    },
  };
}
