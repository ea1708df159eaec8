import type { Remediation, Resource } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from '../guards/answers.ts';
import { isAdministrator } from './admin-policies.ts';

const GOING: readonly Remediation['status'][] = ['applying', 'verified'];

/**
 * An administrator of the cluster stays. What was found by its entries alone counts: whom the ConfigMap `aws-auth` makes one is not
 * known everywhere, and what we took from others lately does not count any more.
 */
export const lastAdministrator: Guard = {
  id: 'last-administrator',
  title: 'Another administrator of the cluster is known',
  check({ target, related, recent }) {
    const entries = related?.clusterEntries as readonly Resource<'access-entry'>[] | undefined;
    if (target === undefined || entries === undefined || recent === undefined)
      return unanswerable('who else is in the cluster could not be read');
    const taken = recent
      .filter(({ plan, status }) => plan?.remediator === 'revoke-cluster-admin' && GOING.includes(status))
      .map(({ plan }) => plan?.target.key);
    const others = entries.filter(
      ({ key, present }) => present && key !== target.key && !taken.includes(key),
    );
    if (others.some((entry) => isAdministrator(entry) === true)) return yes;
    const undecided = others.filter((entry) => isAdministrator(entry) === undefined).map(({ key }) => key);
    if (others.length === 0 || undecided.length > 0)
      return unanswerable(
        `no other administrator of the cluster is known, and not all is known of ${undecided[0] ?? 'its other access entries'}`,
      );
    return no('it is the last administrator of the cluster that is known: give another one access first');
  },
};
