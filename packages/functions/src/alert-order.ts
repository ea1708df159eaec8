import type { Transition } from '@podguard/core';
import { type Alert, MAX_TOGETHER } from '@podguard/notify';

/** A part of a message that is told at once, or cannot be. */
export interface Part {
  /** The message's id, and its group: the parts of a group are told in their order. */
  readonly id: string;
  readonly group: string;
  readonly content:
    | { readonly transition: Transition; readonly silent?: true | undefined }
    /** What is told by itself. */
    | { readonly alone: Exclude<Alert, { readonly kind: 'transitions' }> }
    | { readonly unreadable: unknown };
}

/** By the message's id: it is told without others, or each of its transitions is. */
export type Apart = ReadonlyMap<string, 'message' | 'transition'>;

/**
 * The parts that are told next, as one alert: the first that waits, and with it what the same record caused. Of another
 * group only what nothing before it waits for; of messages that stay `apart` nothing of another message, or not even of the
 * same one.
 */
export function nextTogether(waiting: readonly Part[], apart: Apart): readonly [Part, ...Part[]] | undefined {
  const [first, ...others] = waiting;
  if (first === undefined) return undefined;
  const together: [Part, ...Part[]] = [first];
  const held = new Set<string>();
  const identities = new Set([identityOf(first)]);
  for (const part of others) {
    const identity = identityOf(part);
    // The same once more: with the first it is told, or waits.
    if (identity !== undefined && identities.has(identity)) continue;
    const fits = together.length < MAX_TOGETHER && !held.has(part.group) && isWith(first, part, apart);
    if (!fits) {
      held.add(part.group);
      continue;
    }
    together.push(part);
    identities.add(identity);
  }
  return together;
}

function isWith(first: Part, part: Part, apart: Apart): boolean {
  const cause = causeOf(first);
  if (cause === undefined || cause !== causeOf(part)) return false;
  if (first.id === part.id) return apart.get(first.id) !== 'transition';
  return !(apart.has(first.id) || apart.has(part.id));
}

function causeOf({ content }: Part): string | undefined {
  return 'transition' in content ? `${content.silent} ${content.transition.eventId}` : undefined;
}

/** Throws what cannot be read. */
export function toAlert([first, ...others]: readonly [Part, ...Part[]]): Alert {
  const { content } = first;
  if ('unreadable' in content) throw content.unreadable;
  if ('alone' in content) return content.alone;
  const more = others.flatMap((part) => ('transition' in part.content ? [part.content.transition] : []));
  const { transition, silent } = content;
  return {
    kind: 'transitions',
    transitions: [transition, ...more],
    ...(silent === undefined ? {} : { silent }),
  };
}

/** By which the same told again is known. */
export function identityOf({ content }: Part): string | undefined {
  if ('transition' in content) return `${content.silent ? 'silent ' : ''}${content.transition.id}`;
  return 'alone' in content ? identityAlone(content.alone) : undefined;
}

function identityAlone(alert: Exclude<Alert, { readonly kind: 'transitions' }>): string {
  switch (alert.kind) {
    case 'digest':
      return `digest ${alert.digest.id}`;
    case 'remediation': {
      // After another turn it is told again.
      const { id, history, foreign } = alert.remediation;
      return `remediation ${id} ${history.length} ${foreign.length}`;
    }
    case 'shadow-report':
      return `shadow report ${alert.report.id}`;
  }
}
