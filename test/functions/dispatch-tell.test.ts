import { createTell, MAX_BODY_BYTES, parseChannelMessage, type Queue } from '@podguard/functions';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { describe, expect, it, test } from 'vitest';
import { aTransition } from '../support/a-transition.ts';
import { channelsOver } from '../support/channels.ts';

import { ids, testQueue } from './dispatch-queue.ts';

describe('telling', () => {
  const tellWith = (sns: Queue, broken?: Queue) => {
    const state = createMemoryServiceState(createMemoryStore());
    const slack = { type: 'slack-webhook', urlParameter: '/podguard/slack' } as const;
    const channels =
      broken === undefined ? channelsOver({ sns }) : channelsOver({ sns, broken }, { broken: slack });
    return { state, tell: createTell({ channels, config: { routes: [] }, state, now: () => new Date() }) };
  };
  const quietIds = async (state: ReturnType<typeof createMemoryServiceState>) => {
    const found: string[] = [];
    for await (const { id } of state.listQuiet()) found.push(id);
    return found;
  };

  it('only what a record caused goes to the channel; the rest is kept for a digest', async () => {
    const sns = testQueue();
    const { tell, state } = tellWith(sns);
    const loud = aTransition({ type: 'opened' });
    const quiet = (['drift', 'catalogue', 'configuration'] as const).map((cause) => aTransition({ cause }));
    await tell([...quiet, loud]);
    expect(ids(sns.sent)).toEqual([loud.id]);
    expect(await quietIds(state)).toEqual(quiet.map(({ id }) => id));
  });

  it('one group for each resource, in the order of its transitions', async () => {
    const sns = testQueue();
    const { tell } = tellWith(sns);
    const [a, b, c] = [
      aTransition({ role: 'one', type: 'opened' }),
      aTransition({ role: 'two', type: 'opened' }),
      aTransition({ role: 'one', type: 'resolved' }),
    ] as const;
    await tell([a, b, c]);
    expect(sns.sent.map((message) => ids([message]))).toEqual([[a.id, c.id], [b.id]]);
    expect(new Set(sns.sent.map(({ group }) => group)).size).toBe(2);
    expect(new Set(sns.sent.map(({ identity }) => identity)).size).toBe(2);
  });

  it('a channel that fails keeps no other from hearing, and is told of', async () => {
    const sns = testQueue();
    const { tell } = tellWith(
      sns,
      testQueue(() => new Error('no such queue')),
    );
    await expect(tell([aTransition()])).rejects.toThrow('no such queue');
    expect(sns.sent).toHaveLength(1);
  });

  test.for<[name: string, evidence: number, bytes: number]>([
    ['many pieces of evidence', 400, 1_000],
    ['one long piece', 1, 400_000],
  ])('%s that no message holds are cut, with a note, and nothing is lost', async ([, count, bytes]) => {
    const sns = testQueue();
    const { tell } = tellWith(sns);
    const evidence = Array.from({ length: count }, (_, at) => ({
      path: `trust[${at}]`,
      value: 'é'.repeat(bytes / 2),
    }));
    const small = aTransition({ type: 'opened' });
    const large = aTransition({ type: 'worsened', finding: { evidence, reasons: ['because'] } });
    await tell([small, large]);
    expect(ids(sns.sent)).toEqual([small.id, large.id]);
    for (const { body } of sns.sent) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    const message = parseChannelMessage(sns.sent[1]?.body ?? '');
    const finding = message.podguard === 'transitions' ? message.transitions[0]?.finding : undefined;
    expect(finding?.evidence.length).toBeLessThan(count);
    expect(finding?.reasons).toEqual(['because', expect.stringContaining(`podguard explain ${finding?.id}`)]);
    expect(new Set(sns.sent.map(({ identity }) => identity)).size).toBe(2);
  });

  it('a witness that no message holds goes, too, but for its beginning', async () => {
    const sns = testQueue();
    const { tell } = tellWith(sns);
    const text = `a pod in ${'x'.repeat(300_000)}`;
    await tell([aTransition({ finding: { witness: { text, request: { text } } } })]);
    const message = parseChannelMessage(sns.sent[0]?.body ?? '');
    const finding = message.podguard === 'transitions' ? message.transitions[0]?.finding : undefined;
    expect(finding?.witness).toMatchObject({
      text: expect.stringMatching(/^a pod in x+\.\.\.$/),
      request: null,
    });
    expect(Buffer.byteLength(sns.sent[0]?.body ?? '')).toBeLessThan(20_000);
  });
});
