import type { Guard } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';

export const notExempt: Guard = {
  id: 'not-exempt',
  title: 'Nobody exempted the finding',
  check({ finding }) {
    if (finding === undefined) return unanswerable('the finding is not known');
    if (finding.exemption !== null) return no(`it is exempt: ${finding.exemption.reason}`);
    return finding.status === 'exempt' ? no('it is exempt') : yes;
  },
};
