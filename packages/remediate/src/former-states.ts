import {
  applyChange,
  type Cause,
  type History,
  type Kind,
  presenceOf,
  type Registers,
  type Resource,
  viewsOf,
} from '@podguard/core';

/** How a resource was before a change, and how it was after that. */
export interface FormerState<K extends Kind> {
  readonly before: Resource<K>;
  readonly after: Resource<K>;
  readonly cause: Cause;
}

/**
 * What is recorded of the changes in this life of a resource, the newest first. What is tied is left out: nobody knows how it was.
 */
export function formerStates<K extends Kind>(recorded: History): readonly FormerState<K>[] {
  const folds: { readonly registers: Registers; readonly cause: Cause | null }[] = [];
  if (recorded.base !== null) folds.push({ registers: recorded.base, cause: null });
  for (const change of recorded.log)
    folds.push({
      registers: applyChange(folds.at(-1)?.registers ?? null, change),
      cause: change.cause,
    });
  const states = folds.map(({ registers, cause }) => {
    const presence = presenceOf(registers);
    return { cause, presence, views: viewsOf(recorded, registers, presence) };
  });
  const now = states.at(-1);
  return states
    .flatMap(({ presence, views }, at) => {
      const next = states[at + 1];
      const isOfThisLife = presence.present && presence.incarnation === now?.presence.incarnation;
      const [before, after] = [views[0], next?.views[0]];
      if (!isOfThisLife || views.length !== 1 || next?.views.length !== 1) return [];
      if (before === undefined || after === undefined || next.cause === null) return [];
      return [{ before, after, cause: next.cause } as unknown as FormerState<K>];
    })
    .toReversed();
}
