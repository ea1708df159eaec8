import {
  applyChange,
  type History,
  KINDS,
  type Presence,
  presenceOf,
  type Registers,
  type Resource,
  type SetState,
  type StateChange,
  viewsOf,
} from '@podguard/core';
import { UNTOLD } from './untold.ts';

/** What is known of a resource now: one view, or several where values are tied. */
export interface Standing {
  readonly presence: Presence;
  readonly views: readonly Resource[];
}

/** By a history, and a change that is not in it yet; undefined where only uses are known. */
export function standingOf(history: History, further: readonly StateChange[] = []): Standing | undefined {
  const registers = [...history.log, ...further].reduce<Registers | null>(applyChange, history.base);
  if (registers === null) return undefined;
  const presence = presenceOf(registers);
  return { presence, views: viewsOf(history, registers, presence) };
}

/** Whether more can be known of what is there: two values are tied, or something is unknown that a call tells. */
export function lacks(standing: Standing): boolean {
  return isTied(standing) || (standing.presence.present && standing.views.some(hasGaps));
}

export function isTied({ presence, views }: Standing): boolean {
  return presence.present && views.length > 1;
}

function hasGaps({ kind, state, sets }: Resource): boolean {
  const untold = UNTOLD[kind] ?? {};
  const values = state as Readonly<Record<string, unknown>>;
  const incomplete = (Object.values(sets) as SetState[]).some(({ complete }) => !complete);
  return incomplete || KINDS[kind].fields.some((name) => values[name] === undefined && !(name in untold));
}
