import type { Transition } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import type { Heard } from './subscriber.ts';

/** What programs get of an alert. */
export type AlertBody =
  | { readonly kind: 'transitions'; readonly transitions: readonly Transition[] }
  | { readonly kind: 'digest'; readonly digest: Digest };

export function transitionsIn(heard: readonly Heard[]): readonly Transition[] {
  return transitionsOf(heard.map(bodyOf));
}

export function transitionsOf(bodies: readonly AlertBody[]): readonly Transition[] {
  return bodies.flatMap((body) => (body.kind === 'transitions' ? body.transitions : []));
}

export function digestsIn(heard: readonly Heard[]): readonly Digest[] {
  return heard.map(bodyOf).flatMap((body) => (body.kind === 'digest' ? [body.digest] : []));
}

function bodyOf({ Message }: Heard): AlertBody {
  return JSON.parse(Message) as AlertBody;
}
