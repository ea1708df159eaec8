import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { createEventBridgeChannel } from '@podguard/notify/eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import { awsAnswers, type FaultAnswer, type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { type Told, transitionOf } from './transitions.ts';

const busArn = 'arn:aws:events:eu-central-1:111122223333:event-bus/security';

let server: FaultServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const { json, error } = awsAnswers('application/x-amz-json-1.1');
/** Of each event its id, or the code of why it was not taken. */
const results = (...all: readonly string[]): FaultAnswer =>
  json(200, {
    FailedEntryCount: all.filter((one) => !one.startsWith('id')).length,
    Entries: all.map((one) =>
      one.startsWith('id') ? { EventId: one } : { ErrorCode: one, ErrorMessage: 'because' },
    ),
  });

interface Put {
  readonly Entries: readonly { readonly Detail: string; readonly Resources: readonly string[] }[];
}

/** Sends an alert of these to an EventBridge that answers so; returns the names of the roles of each call. */
async function send(answers: readonly FaultAnswer[], told: readonly Told[] = [{}]) {
  const open = await openFaultServer((_, count) => answers[count - 1] ?? error(500, 'InternalException'));
  server = open;
  const client = new EventBridgeClient({
    endpoint: open.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
  });
  const channel = createEventBridgeChannel({ client, busArn });
  await channel
    .send({ kind: 'transitions', transitions: told.map(transitionOf) as never })
    .finally(() => client.destroy());
  return open.requests.map(({ body }) =>
    (JSON.parse(body) as Put).Entries.map(({ Resources }) => Resources[0]?.split('/').at(-1)),
  );
}

const roles = (count: number, finding = {}): readonly Told[] =>
  Array.from({ length: count }, (_, at) => ({ role: `r${at}`, finding }));
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `id${at}`);

describe('EventBridge that fails', () => {
  it.for([
    ['throttles', error(400, 'ThrottlingException')],
    ['has an error of its own', error(500, 'InternalException')],
    ['does not let the function in', error(400, 'AccessDeniedException')],
    ['has no such bus', error(400, 'ResourceNotFoundException')],
    ['does not answer', 'hang'],
    ['hangs up', 'reset'],
    ['answers no JSON', { status: 200, body: '<html>' }],
  ] as const)('can be sent to again where it %s', async ([, answer]) => {
    await expect(send([answer])).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
      message: expect.stringContaining(`${busArn} did not take the event of ${transitionOf().id}`),
    });
  });

  it.for([
    ['nothing', json(200, {})],
    ['fewer than were sent', results('id0')],
    ['no ids', json(200, { FailedEntryCount: 0, Entries: [{}, {}] })],
  ] as const)('is not believed where it tells of %s', async ([, answer]) => {
    await expect(send([answer, answer, answer], roles(2))).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
    });
  });

  it('is sent again, within the same alert, only what it did not take', async () => {
    const calls = await send([results('id0', 'ThrottlingException', 'id2'), results('id1')], roles(3));
    expect(calls).toEqual([['r0', 'r1', 'r2'], ['r1']]);
  });

  it('can be sent to again where it still does not take one of several', async () => {
    const never = results('InternalFailure');
    await expect(send([results('id0', 'InternalFailure'), never, never], roles(2))).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
      message: expect.stringContaining('InternalFailure: because'),
    });
    expect(server?.requests).toHaveLength(3);
  });

  it.for(['MalformedDetail', 'InvalidArgument'])('is not sent again what it refuses: %s', async (code) => {
    await expect(send([results('id0', code)], roles(2))).rejects.toMatchObject({
      code: 'alert-refused',
      retryable: false,
    });
    expect(server?.requests).toHaveLength(1);
  });

  it('can be sent to again where the policy of the bus lets no such event in, which somebody may mend', async () => {
    const never = results('NotAuthorizedForSourceException');
    await expect(send([never, never, never])).rejects.toMatchObject({
      code: 'channel-unreachable',
      message: expect.stringContaining('see that the bus is there and its policy lets the service in'),
    });
  });
});

describe('many or large events', () => {
  it('each have the bus and the time of what caused them', async () => {
    await send([results('id0')]);
    const [request] = server?.requests ?? [];
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      Entries: [{ EventBusName: busArn, Time: Date.parse('2026-03-12T07:00:00Z') / 1_000 }],
    });
  });

  it('are ten a call, in their order', async () => {
    const calls = await send([results(...ids(10)), results(...ids(10)), results(...ids(5))], roles(25));
    expect(calls.map((names) => names.length)).toEqual([10, 10, 5]);
    expect(calls.flat()).toEqual(roles(25).map(({ role }) => role));
  });

  it('are fewer a call where they are large: a call has at most 256 KB', async () => {
    const large = { evidence: [{ path: 'p', value: 'é'.repeat(50_000) }] };
    const calls = await send([results(...ids(2)), results(...ids(1))], roles(3, large));
    expect(calls.map((names) => names.length)).toEqual([2, 1]);
    for (const { body } of server?.requests ?? []) {
      const { Entries } = JSON.parse(body) as Put;
      const bytes = Entries.map(({ Detail }) => Buffer.byteLength(Detail) + 200);
      expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(262_144);
    }
  });
});
