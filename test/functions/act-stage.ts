import { type ActWorld, openActWorld } from './act-world.ts';
import { RULE } from './slack-world.ts';

export const NOOR = { id: 'U01234567', name: 'noor' };
export const SAM = { id: 'U07654321', name: 'sam' };
export const REASON = 'planned until the new role is there';

export type ActStage = Awaited<ReturnType<typeof openActStage>>;

/** A finding that was just told in Slack, and people who press its buttons. */
export async function openActStage(who?: Parameters<typeof openActWorld>[0]) {
  const world: ActWorld = await openActWorld(who);
  await world.open();
  /** The message as it was first. */
  const posted = world.slack.roots()[0]!;
  /** The button about that finding: the message is about another, too. */
  const nth = posted.blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .filter(({ action_id }) => action_id === 'podguard.acknowledge')
    .findIndex(({ value }) => value?.includes(RULE));
  const press = (action: string, by = NOOR, message = posted) =>
    world.slack.press(
      { url: world.url, message, action, nth, by },
      { timestamp: Math.floor(world.clock.now / 1000) },
    );
  return {
    world,
    posted,
    press,
    acknowledge: (by = NOOR) => press('podguard.acknowledge', by),
    async exempt(days = '7', by = NOOR) {
      await press('podguard.exempt', by);
      const view = world.slack.workspace.views.at(-1)!.id;
      const values = { reason: { reason: REASON }, days: { days } };
      await world.slack.submit({ url: world.url, view, by, values });
    },
    /** The message as it is now. */
    root: () => world.slack.roots().find(({ ts }) => ts === posted.ts)!,
    replies: () => world.slack.replies(posted.ts).map(({ text }) => text),
    whispers: () => world.slack.workspace.ephemerals.map(({ user, text }) => `${user}: ${text}`),
  };
}
