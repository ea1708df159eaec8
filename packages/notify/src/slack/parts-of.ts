import type { Transition } from '@podguard/core';
import type { Wording } from '../wording.ts';
import { gravityOf, type Part, toPart, withTransition } from './part.ts';
import type { Root } from './posted.ts';

/** The findings of a message, each once, the gravest first; undefined where there are none. */
export function partsOf(transitions: readonly Transition[], wording: Wording): Root['parts'] | undefined {
  const parts = new Map<string, Part>();
  for (const transition of transitions) {
    const { id } = transition.finding;
    const known = parts.get(id);
    parts.set(
      id,
      known === undefined ? toPart(transition, wording) : withTransition(known, transition, wording),
    );
  }
  const [first, ...others] = [...parts.values()].sort((a, b) => gravityOf(b) - gravityOf(a));
  return first === undefined ? undefined : [first, ...others];
}
