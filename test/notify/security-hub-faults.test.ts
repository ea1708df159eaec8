import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { Alert } from '@podguard/notify';
import { createSecurityHubChannel } from '@podguard/notify/security-hub';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { afterEach, describe, expect, it } from 'vitest';
import { awsAnswers, type FaultAnswer, type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { type Told, transitionOf } from './transitions.ts';

interface Import {
  readonly Findings: readonly { readonly Id: string; readonly Title: string }[];
}

let server: FaultServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const { json, error } = awsAnswers('application/json');
const taken = (SuccessCount: number): FaultAnswer =>
  json(200, { SuccessCount, FailedCount: 0, FailedFindings: [] });
const failed = (Id: string, ErrorCode: string, SuccessCount: number): FaultAnswer =>
  json(200, {
    SuccessCount,
    FailedCount: 1,
    FailedFindings: [{ Id, ErrorCode, ErrorMessage: 'because' }],
  });

/** Sends an alert of these to a Security Hub that answers so; returns the ids of each import. */
async function send(
  answers: readonly FaultAnswer[],
  told: readonly Told[] = [{}],
): Promise<readonly (readonly string[])[]> {
  const open = await openFaultServer((_, count) => answers[count - 1] ?? error(500, 'InternalException'));
  server = open;
  const client = new SecurityHubClient({
    endpoint: open.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
  });
  const channel = createSecurityHubChannel({
    client,
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    state: createMemoryServiceState(createMemoryStore()),
    ruleOf: () => undefined,
  });
  const alert: Alert = { kind: 'transitions', transitions: told.map(transitionOf) as never };
  await channel.send(alert).finally(() => client.destroy());
  return open.requests.map(({ body }) => (JSON.parse(body) as Import).Findings?.map(({ Id }) => Id) ?? []);
}

const ID = (role: string) => `podguard/${transitionOf({ role }).finding.id}`;

describe('Security Hub that fails', () => {
  it.for([
    ['throttles', error(429, 'LimitExceededException')],
    ['throttles by the gateway', error(429, 'TooManyRequestsException')],
    ['has an error of its own', error(500, 'InternalException')],
    ['does not let the function in', error(403, 'AccessDeniedException')],
    ['does not answer', 'hang'],
    ['hangs up', 'reset'],
    ['answers no JSON', { status: 200, body: '<html>' }],
  ] as const)('can be sent to again where it %s', async ([, answer]) => {
    await expect(send([answer])).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
      message: expect.stringMatching(/^Security Hub of 111122223333 in eu-central-1 did not take the alert/),
    });
  });

  it('cannot be sent to again where it refuses the request itself', async () => {
    await expect(send([error(400, 'InvalidInputException')])).rejects.toMatchObject({
      code: 'alert-refused',
      retryable: false,
    });
  });

  it('is sent again, within the same alert, only what it did not take', async () => {
    const roles = [{ role: 'a' }, { role: 'b' }, { role: 'c' }];
    const calls = await send([failed(ID('b'), 'InternalFailure', 2), taken(1)], roles);
    expect(calls).toEqual([[ID('a'), ID('b'), ID('c')], [ID('b')]]);
  });

  it('can be sent to again where it still does not take one of several', async () => {
    const answer = failed(ID('b'), 'InternalFailure', 1);
    const one = failed(ID('b'), 'InternalFailure', 0);
    await expect(send([answer, one, one], [{ role: 'a' }, { role: 'b' }])).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
    });
  });

  it('is not sent again what it says is invalid', async () => {
    await expect(
      send([failed(ID('b'), 'InvalidInput', 1)], [{ role: 'a' }, { role: 'b' }]),
    ).rejects.toMatchObject({ code: 'alert-refused', retryable: false });
    expect(server?.requests).toHaveLength(1);
  });

  it.for([
    ['nothing', {}],
    ['fewer than were sent', { SuccessCount: 1, FailedCount: 0, FailedFindings: [] }],
    [
      'others than were sent',
      {
        SuccessCount: 1,
        FailedCount: 1,
        FailedFindings: [{ Id: 'x', ErrorCode: 'InternalFailure', ErrorMessage: 'm' }],
      },
    ],
  ] as const)('is not believed where it tells of %s', async ([, answer]) => {
    const all = [json(200, answer), json(200, answer), json(200, answer)];
    await expect(send(all, [{ role: 'a' }, { role: 'b' }])).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
      message: expect.stringContaining('it does not say what it took'),
    });
  });

  it('gets at most 100 findings a call, in their order', async () => {
    const roles = Array.from({ length: 150 }, (_, at) => ({ role: `r${at}` }));
    const calls = await send([taken(100), taken(50)], roles);
    expect(calls.map((ids) => ids.length)).toEqual([100, 50]);
    expect(calls.flat()).toEqual(roles.map(({ role }) => ID(role)));
  });
});

describe('Security Hub that does not take what people decided', () => {
  const exempt: readonly Told[] = ['a', 'b'].map((role) => ({
    role,
    type: 'exempted',
    finding: {
      status: 'exempt',
      exemption: { id: 'ex-1', reason: 'why', author: 'noor', until: '2026-04-01T00:00:00Z' },
    },
  }));
  const identifier = (Id: string) => ({ Id, ProductArn: 'arn' });
  const updated = (done: readonly string[], code?: string, refused: readonly string[] = []): FaultAnswer =>
    json(200, {
      ProcessedFindings: done.map(identifier),
      UnprocessedFindings: refused.map((Id) => ({
        FindingIdentifier: identifier(Id),
        ErrorCode: code,
        ErrorMessage: 'because',
      })),
    });

  it.for(['ConcurrentUpdateError', 'FindingNotFound', 'InternalFailure'])(
    'is asked again for those only that it did not update: %s',
    async (code) => {
      await send([taken(2), updated([ID('a')], code, [ID('b')]), updated([ID('b')])], exempt);
      const asked = server?.requests
        .slice(1)
        .map(({ body }) => (JSON.parse(body) as { FindingIdentifiers: { Id: string }[] }).FindingIdentifiers);
      expect(asked?.map((ids) => ids.map(({ Id }) => Id))).toEqual([[ID('a'), ID('b')], [ID('b')]]);
    },
  );

  it('can be sent to again where it never does', async () => {
    const never = updated([], 'ConcurrentUpdateError', [ID('a'), ID('b')]);
    await expect(send([taken(2), never, never, never], exempt)).rejects.toMatchObject({
      code: 'channel-unreachable',
      retryable: true,
    });
  });

  it('cannot be sent to again where the update is invalid', async () => {
    const never = updated([ID('a')], 'InvalidInput', [ID('b')]);
    await expect(send([taken(2), never], exempt)).rejects.toMatchObject({ code: 'alert-refused' });
  });

  it('is not believed where it does not say what it updated', async () => {
    const answer = json(200, {});
    await expect(send([taken(2), answer, answer, answer], exempt)).rejects.toMatchObject({
      message: expect.stringContaining('it does not say what it took'),
    });
  });
});
