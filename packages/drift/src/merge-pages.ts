import type { JsonValue } from '@podguard/core';
import type { Difference, FieldDifference } from './difference.ts';
import type { News, ShardPage } from './drift-run.ts';
import { normalForm } from './normal-form.ts';
import { countsOf } from './shard-page.ts';

/**
 * A page that was tried before, and what it told now. The first try may have recorded some of what it found, which the second
 * then finds as it is recorded: what the first found is news still. A page that is not listed at last is not known to be recorded.
 */
export function mergePages(earlier: ShardPage, later: ShardPage): ShardPage {
  const now = new Set(later.seen);
  const before = new Set(earlier.seen);
  const isNamed = new Set(later.gaps.map(({ what }) => what));
  const left = earlier.gaps.filter(({ what }) => !isNamed.has(what) && !now.has(what));
  const gaps = [...left.filter(({ what }) => !later.listed || before.has(what)), ...later.gaps];
  const seen = [...new Set([...earlier.seen, ...later.seen])];
  const news = mergeNews([...earlier.news, ...later.news]);
  return {
    ...later,
    seen,
    gaps,
    news,
    differences: mergeDifferences([...earlier.differences, ...later.differences]),
    again: [...earlier.again.filter(({ key }) => !now.has(key)), ...later.again],
    last: earlier.last || later.last,
    counts: countsOf({ seen, news, gaps }),
  };
}

/** What the first try found, which the second finds recorded. */
export function mergeNews(inOrder: readonly News[]): readonly News[] {
  const all = new Map<string, News>();
  for (const one of inOrder) {
    const first = all.get(one.key);
    if (first === undefined || first.what === 'learnt') all.set(one.key, one);
  }
  return [...all.values()];
}

/** Of each resource one, from the earliest to the latest; what is not as it was approved is another matter. */
export function mergeDifferences(inOrder: readonly Difference[]): readonly Difference[] {
  const all = new Map<string, Difference>();
  for (const one of inOrder) {
    const id = `${one.type === 'unapproved' ? one.type : 'drift'} ${one.key}`;
    const first = all.get(id);
    all.set(id, first === undefined ? one : mergeTwo(first, one));
  }
  return [...all.values()];
}

/** From what was recorded first to what was found last. */
function mergeTwo(first: Difference, last: Difference): Difference {
  if (first.type === 'unapproved') return last;
  if (first.type !== 'changed' || last.type !== 'changed')
    return { ...first, readAt: last.readAt, type: last.type === 'gone' ? last.type : first.type };
  const fields = new Map(first.fields.map((one) => [one.name, one]));
  for (const one of last.fields) fields.set(one.name, mergeFields(fields.get(one.name), one));
  const left = [...fields.values()].filter(({ recorded, found }) => !isSame(recorded, found));
  // There and back again is a change, too.
  return { ...first, readAt: last.readAt, fields: left.length > 0 ? left : first.fields };
}

function mergeFields(first: FieldDifference | undefined, last: FieldDifference): FieldDifference {
  if (first === undefined) return last;
  const { recorded: _, ...found } = last;
  return first.recorded === undefined ? found : { ...found, recorded: first.recorded };
}

function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return a !== undefined && b !== undefined && normalForm(a) === normalForm(b);
}
