import { findingId, type Remediation } from '@podguard/core';
import { remediationOf } from '../notify/remediations.ts';
import { NOOR, REASON, SAM } from './act-stage.ts';
import { type ActWorld, openActWorld } from './act-world.ts';
import { KEY, RULE } from './slack-world.ts';

export const FINDING = findingId(RULE, KEY);
export const ID = 'rm-4k7q2m9x1c3d';
export const APPROVE = 'podguard.approve';
export const REJECT = 'podguard.reject';

export type ReviewStage = Awaited<ReturnType<typeof openReviewStage>>;

/** A remediation that may be told in Slack, and people who approve or reject it there. */
export async function openReviewStage(
  who: Parameters<typeof openActWorld>[0] = { users: [NOOR.id, SAM.id] },
  modes?: Parameters<typeof openActWorld>[1],
) {
  const world: ActWorld = await openActWorld(who, modes);
  world.clock.now = Date.parse('2026-03-12T08:00:00Z');
  const load = () => world.state.loadRemediation(ID);
  const seconds = () => Math.floor(world.clock.now / 1000);
  const plan = () => world.slack.roots().at(-1)!;
  const press = (action: string, by = NOOR, message = plan()) =>
    world.slack.press({ url: world.url, message, action, by }, { timestamp: seconds() });
  return {
    world,
    load,
    seconds,
    /** The message that shows it. */
    plan,
    press,
    /** A remediation that is kept, and told in the channel. */
    async propose(more: Partial<Remediation> = {}): Promise<Remediation> {
      const remediation = remediationOf({ finding: FINDING, key: KEY, rule: RULE, ...more });
      await world.state.saveRemediation(remediation);
      await world.tell({ kind: 'remediation', remediation, finding: null });
      return remediation;
    },
    /** Tells what is kept of it by now, as whoever goes on with it does. */
    async tellNow(): Promise<void> {
      await world.tell({ kind: 'remediation', remediation: (await load())!, finding: null });
    },
    async reject(by = NOOR, reason = REASON) {
      await press(REJECT, by);
      const view = world.slack.workspace.views.at(-1)!.id;
      const values = { reason: { reason } };
      return world.slack.submit({ url: world.url, view, by, values }, { timestamp: seconds() });
    },
    whispers: () => world.slack.workspace.ephemerals.map(({ user, text }) => `${user}: ${text}`),
    outcomes: async () => (await world.state.listActions(10)).map(({ outcome }) => outcome),
  };
}
