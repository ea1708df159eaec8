import { actorName, type Cause } from '@podguard/core';
import type { Explanation } from './difference.ts';

/** What one of the things that differ is explained by, as far as anything is. */
export interface PartCause {
  readonly name: string;
  readonly cause: Cause | undefined;
}

export interface ExplainedBy {
  /** The newest. */
  readonly explanation: Explanation | null;
  /** What somebody else did, or nobody is known to have. */
  readonly reason: string | null;
  /** Whether each part has one. */
  readonly whole: boolean;
}

/** Names for a difference who made it: the newest, and of what that one did not do, who did that. */
export function explainedBy(parts: readonly PartCause[]): ExplainedBy {
  const [newest] = parts.flatMap(({ cause }) => cause ?? []).sort((a, b) => (a.at < b.at ? 1 : -1));
  if (newest === undefined) return { explanation: null, reason: null, whole: false };
  const others = parts.filter(({ cause }) => cause?.eventId !== newest.eventId).map(wordsOf);
  return {
    explanation: toExplanation(newest),
    reason: others.length === 0 ? null : others.join('; '),
    whole: parts.every(({ cause }) => cause !== undefined),
  };
}

function wordsOf({ name, cause }: PartCause): string {
  if (cause === undefined) return `no record tells of ${name}`;
  return `${name} is by ${cause.eventName} of ${actorName(cause.actor)} at ${cause.at}`;
}

function toExplanation({ eventId, eventName, at, actor, sourceIp, userAgent }: Cause): Explanation {
  return {
    ...{ eventId, eventName, at, actor: actorName(actor) },
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
