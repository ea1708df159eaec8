import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { givesUp } from 'podguard/doctor';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultAnswer, type FaultServer, openFaultServer } from '../support/fault-server.ts';

let answer: FaultAnswer;
let server: FaultServer;
let client: SQSClient;
beforeEach(async () => {
  server = await openFaultServer(() => answer);
  client = givesUp(
    new SQSClient({
      endpoint: server.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 2,
      requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
    }),
  );
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

const ask = () => client.send(new ListQueuesCommand({}));

describe('a service that does not answer doctor', () => {
  it('is asked no more after all tries of one call, and the reason says so', async () => {
    answer = 'hang';
    await expect(ask()).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(ask()).rejects.toThrow('not asked, as ListQueues was not answered before in this region');
    expect(server.requests).toHaveLength(2);
  });

  it.for<FaultAnswer>(['reset', { status: 503, body: '{}' }])(
    'in another way than by silence is asked again: %j',
    async (other) => {
      answer = other;
      await expect(ask()).rejects.toThrow();
      answer = {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: '{"QueueUrls":["u"]}',
      };
      expect((await ask()).QueueUrls).toEqual(['u']);
    },
  );
});
