import { ACTIONS_KEPT_DAYS, type PersonAction } from '@podguard/core';

/** When a recorded action is forgotten, in milliseconds since 1970. */
export function actionEnd({ at }: PersonAction): number {
  return Date.parse(at) + ACTIONS_KEPT_DAYS * 86_400_000;
}

/** Those that were asked for at the same time by their ids, so that the order is always the same. */
export function newestActions(actions: readonly PersonAction[], limit: number): readonly PersonAction[] {
  const place = ({ at, id }: PersonAction): string => `${at} ${id}`;
  return actions.toSorted((a, b) => (place(a) < place(b) ? 1 : -1)).slice(0, limit);
}
