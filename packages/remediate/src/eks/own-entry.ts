import { type Resource, roleKeyFromArn, userKeyFromArn } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from '../guards/answers.ts';

/** The service does not lock itself out. */
export const ownEntry: Guard = {
  id: 'own-entry',
  title: 'The access entry is not the service’s own',
  check({ target, own }) {
    const principal = (target as Resource<'access-entry'> | undefined)?.state.principalArn;
    if (typeof principal !== 'string') return unanswerable('whose access entry it is is not known');
    return own.map(identityOf).includes(identityOf(principal))
      ? no(`${principal} is by whom Podguard itself reads the cluster`)
      : yes;
  },
};

function identityOf(arn: string): string {
  return roleKeyFromArn(arn) ?? userKeyFromArn(arn) ?? arn;
}
