import type { Guard } from '../guard.ts';
import { after, no, unanswerable, yes } from './answers.ts';

/** A read decides what is older than a minute. */
const LOOK_AGAIN_MS = 62_000;

export const liveAsJudged: Guard = {
  id: 'live-as-judged',
  title: 'The account is as it was judged',
  check({ live, now }) {
    switch (live.outcome) {
      case 'same':
        return yes;
      case 'differs':
        return no(`the account is not as it was judged: ${live.names.join(', ')}`, after(now, LOOK_AGAIN_MS));
      case 'unknown':
        return live.lasting === true
          ? unanswerable(live.reason)
          : unanswerable(live.reason, after(now, LOOK_AGAIN_MS));
    }
  },
};
