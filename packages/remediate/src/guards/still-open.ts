import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

export const stillOpen: Guard = {
  id: 'still-open',
  title: 'The finding is still open',
  check({ finding, remediation }) {
    if (finding === undefined) return no('the finding is not open any more');
    if (finding.id !== remediation.finding) return no('it is about another finding');
    if (finding.unverified) return unanswerable('the resource can no longer be judged');
    return finding.status === 'resolved' ? no('the finding has ended') : yes;
  },
};
