import { type Finding, toFinding } from './finding.ts';
import type { Item } from './item.ts';
import type { Catalogue } from './rule.ts';

/** Every life of an item's findings, each once. */
export function findingsOf(item: Item, catalogue: Catalogue): readonly Finding[] {
  const lives = new Map(
    [...item.past, ...item.lives].map((life) => [`${life.rule} ${life.opened.stamp.eventId}`, life]),
  );
  return [...lives.values()].map((life) => toFinding(item, life, catalogue));
}
