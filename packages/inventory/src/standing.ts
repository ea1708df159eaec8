import {
  applyChange,
  type History,
  type Presence,
  presenceOf,
  type Registers,
  type Resource,
  type StateChange,
  viewsOf,
} from '@podguard/core';

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
