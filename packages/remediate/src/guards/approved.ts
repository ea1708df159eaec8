import { personKey } from '@podguard/core';
import type { Guard } from '../guard.ts';
import { no, yes } from './answers.ts';

export const approved: Guard = {
  id: 'approved',
  title: 'Enough people approved this very plan, in time',
  check({ now, planHash, remediation }) {
    const { approvals, approvalsNeeded, expiresAt, planHash: wanted } = remediation;
    const people = new Set(approvals.map(({ by }) => personKey(by)));
    if (people.size < Math.max(1, approvalsNeeded))
      return no(`${people.size} of ${Math.max(1, approvalsNeeded)} have approved it`);
    if (expiresAt !== null && now >= new Date(expiresAt)) return no(`it expired at ${expiresAt}`);
    return wanted === '' || wanted !== planHash ? no('what would be done now is another plan') : yes;
  },
};
