import { actorName, isRead, matchesGlob } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

export const notProtected: Guard = {
  id: 'not-protected',
  title: 'Whoever caused it is not protected',
  check({ cause, settings }) {
    const { protectedPrincipals } = settings;
    if (protectedPrincipals.length === 0) return yes;
    if (cause === undefined) return unanswerable('what caused the finding is not known');
    if (isRead(cause)) return yes;
    const { actor } = cause;
    if (actor.type === 'unknown') return unanswerable('who caused the finding is not known');
    const names = [actor.principal, actorName(actor), withoutPath(actor.principal)];
    const isProtected = protectedPrincipals.some((pattern) =>
      names.some((name) => matchesGlob(pattern, name)),
    );
    return isProtected ? no(`${actorName(actor)} is protected: what it did is left as it is`) : yes;
  },
};

function withoutPath(arn: string): string {
  return arn.replace(/:(role|user)\/.*\//, ':$1/');
}
