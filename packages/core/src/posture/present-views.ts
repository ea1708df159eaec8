import type { History } from '../item.ts';
import type { Kind } from '../kinds.ts';
import { formerViewsAt, viewsAt } from '../reach.ts';
import type { Resource } from '../resource.ts';
import { pointsOf } from '../timeline.ts';

/** A stored resource as it is now, or as it was where it is gone: one, or one for each of its tied values. */
export function presentViews<K extends Kind>(history: History): readonly Resource<K>[] {
  const point = pointsOf(history).at(-1);
  if (point === undefined) return [];
  const seen = viewsAt(history, point);
  const views = seen.presence.present ? seen.views : formerViewsAt(history, point);
  return views as readonly unknown[] as readonly Resource<K>[];
}
