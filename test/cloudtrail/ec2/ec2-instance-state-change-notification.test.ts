import type { JsonObject } from '@podguard/core';
import { expect, test } from 'vitest';
import { outcomeOf, told } from '../describe-event.ts';
import { ACCOUNT } from '../records.ts';

const id = 'i-0dbc91f429e48eeed';
const key = `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/${id}`;
const event = (detail: JsonObject): JsonObject => ({
  version: '0',
  id: '7bf73129-1428-4cd3-a780-95db273d1602',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: ACCOUNT,
  time: '2026-03-12T07:30:04Z',
  region: 'eu-central-1',
  resources: [key],
  detail,
});

test('an instance that ended, whoever ended it', () => {
  const outcome = outcomeOf(event({ 'instance-id': id, state: 'terminated' }));
  expect(outcome).toMatchObject({
    kind: 'changes',
    changes: [
      {
        kind: 'ec2-instance',
        account: ACCOUNT,
        region: 'eu-central-1',
        stamp: { time: '2026-03-12T07:30:04Z', rank: 2, eventId: '7bf73129-1428-4cd3-a780-95db273d1602' },
        cause: { actor: { principal: 'ec2.amazonaws.com', type: 'service' } },
      },
    ],
  });
  expect(outcome.kind === 'changes' && outcome.changes.map(told)).toEqual([{ op: 'delete', key }]);
});

test.for(['pending', 'running', 'shutting-down', 'stopping', 'stopped'])('nothing ends: %s', (state) => {
  expect(outcomeOf(event({ 'instance-id': id, state }))).toEqual({ kind: 'changes', changes: [] });
});

test('an instance that is not named', () => {
  expect(outcomeOf(event({ state: 'terminated' }))).toMatchObject({
    kind: 'unreadable',
    reason: expect.stringContaining('names no instance'),
  });
});
