import type { Resource } from '@podguard/core';
import type { AlsoRead } from '../also-read.ts';
import type { Guard } from '../guard.ts';
import { unanswerable, yes } from '../guards/answers.ts';
import { isAdministrator } from './admin-policies.ts';
import { principalKeyOf } from './other-administrators.ts';

/** It finds whom the configuration does not name: where that names nobody, everybody. */
const UNNAMED = 'access-entry-cluster-admin';

/**
 * An administrator of the cluster stays: one of those that the configuration names, whose entry and whose role or user are there now, as the
 * account tells them. Whom the ConfigMap `aws-auth` makes one is not known everywhere, and what we took from others is gone, even where it
 * was not seen to be.
 */
export const lastAdministrator: Guard = {
  id: 'last-administrator',
  title: 'Another configured administrator of the cluster is there',
  check({ target, also, recent }) {
    if (target === undefined || also === undefined || recent === undefined)
      return unanswerable('who else is in the cluster could not be read');
    const taken = recent
      .filter(({ applied, status }) => applied !== null && status !== 'undone')
      .flatMap(({ plan }) => (plan?.remediator === 'revoke-cluster-admin' ? [plan.target.key] : []));
    const entries = [...also.values()].filter(isEntry);
    const stays = entries.some(
      ({ live, found }) =>
        live.key !== target.key &&
        found.every((rule) => rule === UNNAMED) &&
        !taken.includes(live.key) &&
        isAdministrator(live) === true &&
        also.get(principalKeyOf(live) ?? '')?.live.present === true,
    );
    return stays
      ? yes
      : unanswerable(
          'no other administrator is known to stay: one of those under administrators needs AmazonEKSClusterAdminPolicy for the whole cluster first, with a role or user that is there',
        );
  },
};

function isEntry(one: AlsoRead): one is AlsoRead & { readonly live: Resource<'access-entry'> } {
  return one.live.kind === 'access-entry';
}
