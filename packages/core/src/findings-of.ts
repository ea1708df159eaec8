import { decisionsOn } from './decisions.ts';
import { type Finding, findingWith } from './finding.ts';
import type { FindingContext } from './finding-context.ts';
import type { Item } from './item.ts';
import type { Catalogue } from './rule.ts';
import { wholeArn } from './whole-arn.ts';

/** Every life of an item's findings, each once; without a context nothing is exempt and no owner is known. */
export function findingsOf(item: Item, catalogue: Catalogue, context?: FindingContext): readonly Finding[] {
  const lives = new Map(
    [...item.past, ...item.lives].map((life) => [`${life.rule} ${life.opened.stamp.eventId}`, life]),
  );
  if (lives.size === 0) return [];
  const decisions = decisionsOn(item, catalogue, context);
  const arn = wholeArn(item);
  return [...lives.values()].map((life) => findingWith(item, life, catalogue, decisions.on(life), arn));
}
