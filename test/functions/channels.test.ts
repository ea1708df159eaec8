import { configSchema } from '@podguard/core';
import { withQueues } from '@podguard/functions';
import { expect, it } from 'vitest';
import { testQueue } from './dispatch-queue.ts';

const config = configSchema.parse({ channels: { hub: { type: 'security-hub' } } });

it('every configured channel has the queue of its name, the alert topic among them', () => {
  const queues = { sns: testQueue(), hub: testQueue() };
  const channels = withQueues(config, queues);
  expect(Object.entries(channels).map(([name, { settings, queue }]) => [name, settings.type, queue])).toEqual(
    [
      ['sns', 'sns', queues.sns],
      ['hub', 'security-hub', queues.hub],
    ],
  );
});

it('a channel that a deploy has made no queue for yet is no channel that is left out', () => {
  expect(() => withQueues(config, { sns: testQueue() })).toThrow(
    'CHANNEL_QUEUES has no queue for channel hub: deploy again, which makes it',
  );
});

it('a queue of a channel that is configured no more is not told', () => {
  const queues = { sns: testQueue(), hub: testQueue(), gone: testQueue() };
  expect(Object.keys(withQueues(config, queues))).toEqual(['sns', 'hub']);
});
