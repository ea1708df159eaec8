import { type Alert, createSnsChannel } from '@podguard/notify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Mood, openSnsStub, type SnsStub } from './sns-stub.ts';
import { transitionOf, wording } from './transitions.ts';

const topicArn = 'arn:aws:sns:eu-central-1:111122223333:alerts';
const alert: Alert = { kind: 'transitions', transitions: [transitionOf()] };

let sns: SnsStub;
beforeAll(async () => {
  sns = await openSnsStub();
});
beforeEach(() => {
  sns.published.length = 0;
  sns.moods.length = 0;
});
afterAll(() => sns.close());

const send = (...moods: readonly Mood[]) => {
  sns.moods.push(...moods);
  return createSnsChannel({ client: sns.client, topicArn, wording }).send(alert);
};

describe('the channel of SNS', () => {
  it('publishes an alert once, with its attributes', async () => {
    await send();
    expect(sns.published).toHaveLength(1);
    expect(sns.published[0]).toMatchObject({
      subject: 'CRITICAL: Any service account of the cluster may assume the role [shop]',
      attributes: { severity: { type: 'String', value: 'critical' } },
    });
  });

  it.for(['error', 'throttled', 'reset', 'silent'] as const)(
    'tries again where SNS answers once with: %s',
    async (mood) => {
      await send(mood);
      expect(sns.published).toHaveLength(1);
    },
  );

  it('publishes again where the answer was lost: at least once, at most once for each attempt', async () => {
    await send('lost', 'lost');
    expect(sns.published).toHaveLength(3);
  });

  it.for(['error', 'throttled', 'reset', 'silent'] as const)(
    'gives up after three attempts, and says that it can be sent again: %s',
    async (mood) => {
      const before = sns.requests();
      await expect(send(mood, mood, mood)).rejects.toMatchObject({
        code: 'channel-unreachable',
        retryable: true,
        message: expect.stringContaining(`${topicArn} did not take the alert of ${transitionOf().id}`),
      });
      expect(sns.requests() - before).toBe(3);
      expect(sns.published).toEqual([]);
    },
  );

  it('can be sent again where rights are missing, which somebody may give', async () => {
    await expect(send('denied')).rejects.toMatchObject({ code: 'channel-unreachable', retryable: true });
  });

  it('cannot be sent again where the message itself is refused', async () => {
    const before = sns.requests();
    await expect(send('refused')).rejects.toMatchObject({
      code: 'alert-refused',
      retryable: false,
      message: expect.stringContaining('refuses the alert'),
    });
    expect(sns.requests() - before).toBe(1);
  });
});
