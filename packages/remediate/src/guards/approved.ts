import { countPeople } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { peopleNeeded } from '../people-needed.ts';
import { no, yes } from './answers.ts';

/** It was approved as long as nobody had to: it is not proposed by itself. */
const ASK = ': it has become graver since, and people ask for it by podguard remediate';

export const approved: Guard = {
  id: 'approved',
  title: 'Enough people approved this very plan, in time',
  check({ now, planHash, remediation, finding, settings }) {
    const { approvals, approvalsNeeded, expiresAt, planHash: wanted } = remediation;
    const people = countPeople(approvals);
    // It may have become graver since it was proposed, or the settings stricter.
    const needed = Math.max(1, approvalsNeeded, peopleNeeded(settings, (finding ?? remediation).severity));
    if (people < needed)
      return no(`${people} of ${needed} have approved it${remediation.mode === 'auto' ? ASK : ''}`);
    if (expiresAt !== null && now >= new Date(expiresAt)) return no(`it expired at ${expiresAt}`);
    return wanted === '' || wanted !== planHash ? no('what would be done now is another plan') : yes;
  },
};
