import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { ServiceError } from '@podguard/core';
import { CHANNEL_RECEIVES } from '@podguard/functions';
import { createSecurityHubChannel } from '@podguard/notify/security-hub';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { afterEach, expect, it } from 'vitest';
import { transitionOf } from '../notify/transitions.ts';
import { openFaultServer } from '../support/fault-server.ts';
import { createWorld, of } from './channel-world.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it('what is behind a message that is refused keeps its tries: an outage of two hours then puts aside only the former', async () => {
  let isDown = true;
  const told: string[] = [];
  const world = createWorld({
    slack: {
      name: 'slack',
      async send(alert) {
        const [first] = alert.kind === 'transitions' ? alert.transitions : [];
        if (first?.eventId === 'e-0-0') throw new ServiceError('alert-refused', 'no');
        if (isDown) throw new ServiceError('channel-unreachable', 'down', { retryable: true });
        told.push(first?.eventId ?? '');
      },
    },
  });
  world.tell('g0', of(0, 0));
  world.tell('g0', of(0, 1));
  for (let minute = 0; minute < 120; minute += 1) await world.minute();
  isDown = false;
  for (let minute = 0; minute < 40; minute += 1) await world.minute();
  expect(told).toEqual(['e-0-1']);
  expect(world.queueOf('slack').dead).toEqual(['message-1']);
});

it('what Security Hub takes in part is sent again until all of it is there', async () => {
  const imports: string[][] = [];
  const server = await openFaultServer(({ body }) => {
    const ids = (JSON.parse(body).Findings as readonly { readonly Id: string }[]).map(({ Id }) => Id);
    imports.push(ids);
    const [first] = ids;
    const refused =
      imports.length <= 4 ? [{ Id: first, ErrorCode: 'ThrottlingException', ErrorMessage: 'slow' }] : [];
    const answer = {
      FailedCount: refused.length,
      SuccessCount: ids.length - refused.length,
      FailedFindings: refused,
    };
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
  });
  closing.push(() => server.close());
  const channel = createSecurityHubChannel({
    client: new SecurityHubClient({
      region: 'eu-central-1',
      endpoint: server.url,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
    account: '111122223333',
    region: 'eu-central-1',
    partition: 'aws',
    state: createMemoryServiceState(createMemoryStore()),
    ruleOf: () => undefined,
  });
  const world = createWorld({ hub: channel });
  const together = ['g0', 'g1'].map((role) => transitionOf({ role, eventId: 'e-1' }));
  for (const [at, transition] of together.entries()) world.tell(`g${at}`, transition);
  for (let minutes = 0; minutes < 4; minutes += 1) await world.minute();
  expect(new Set(imports.flat()).size).toBe(2);
  expect(imports.length).toBeGreaterThan(4);
  expect([world.queueOf('hub').waiting, world.queueOf('hub').dead]).toEqual([[], []]);
});

it('a refused alert is put aside within minutes, and what is behind it told', async () => {
  const told: string[] = [];
  const world = createWorld({
    sns: {
      name: 'sns',
      async send(alert) {
        if (alert.kind !== 'transitions') return;
        if (alert.transitions[0].eventId === 'e-0-0') throw new ServiceError('alert-refused', 'no');
        told.push(...alert.transitions.map(({ eventId }) => eventId));
      },
    },
  });
  world.tell('g0', of(0, 0));
  world.tell('g0', of(0, 1));
  for (let minutes = 0; minutes < CHANNEL_RECEIVES + 2; minutes += 1) await world.minute();
  expect(told).toEqual(['e-0-1']);
  expect(world.queueOf('sns').dead).toHaveLength(1);
});
