import type { RemediationAlert } from '../remediation-facts.ts';
import { call, isGone, type SlackChannelDeps } from './calls.ts';
import { planMessage } from './plan-message.ts';
import { createPosted } from './posted.ts';
import { mayEdit } from './show-root.ts';

const LIMIT_MS = 8_000;

/**
 * Creates what shows, in the message of a remediation's plan, what somebody just decided, so that nobody decides again; it posts
 * nothing. `not-posted`: no message of that channel has it, it is known to be further, or somebody deleted it.
 */
export function createSlackPlan(
  deps: SlackChannelDeps,
): (shown: Pick<RemediationAlert, 'remediation' | 'finding'>) => Promise<'shown' | 'not-posted'> {
  const posted = createPosted(deps.state, deps.name, deps.channel);
  return async ({ remediation, finding }) => {
    const { id, history } = remediation;
    const plan = await posted.findPlan(id);
    if (plan === undefined || plan.turns > history.length) return 'not-posted';
    const what = `Slack's channel ${deps.channel} did not show what was decided about ${id}`;
    const telling = { ...deps, posted, what, until: performance.now() + (deps.limitMs ?? LIMIT_MS) };
    const { text, blocks } = planMessage({ kind: 'remediation', remediation, finding }, deps);
    try {
      await mayEdit(() =>
        call(telling, (client, channel) =>
          client.chat.update({ channel, ts: plan.ts, text, blocks: [...blocks] }),
        ),
      );
      return 'shown';
    } catch (error) {
      if (isGone(error)) return 'not-posted';
      throw error;
    }
  };
}
