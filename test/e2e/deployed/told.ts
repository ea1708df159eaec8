import type { Transition } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import type { Heard } from './subscriber.ts';

type Body =
  | { readonly kind: 'transitions'; readonly transitions: readonly Transition[] }
  | { readonly kind: 'digest'; readonly digest: Digest };

export function transitionsIn(heard: readonly Heard[]): readonly Transition[] {
  return heard.map(bodyOf).flatMap((body) => (body.kind === 'transitions' ? body.transitions : []));
}

export function digestsIn(heard: readonly Heard[]): readonly Digest[] {
  return heard.map(bodyOf).flatMap((body) => (body.kind === 'digest' ? [body.digest] : []));
}

function bodyOf({ Message }: Heard): Body {
  return JSON.parse(Message) as Body;
}
