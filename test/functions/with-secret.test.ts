import { ServiceError } from '@podguard/core';
import { withSecret } from '@podguard/functions';
import { type Alert, RetryLater } from '@podguard/notify';
import { expect, it } from 'vitest';
import { aTransition } from '../support/a-transition.ts';

const alert: Alert = { kind: 'transitions', transitions: [aTransition()] };
const REFUSED = new ServiceError('channel-unreachable', 'invalid_auth', { retryable: true });

/** The other side takes alerts by one secret only. */
function createWorld(valid: string) {
  const world = {
    valid,
    stored: 'one',
    asked: [] as boolean[],
    made: [] as string[],
    failure: REFUSED as Error,
  };
  let cached = world.stored;
  const channel = withSecret({
    name: 'chat',
    async secret(isFresh) {
      world.asked.push(isFresh);
      if (isFresh) cached = world.stored;
      return cached;
    },
    make(secret) {
      world.made.push(secret);
      return {
        name: 'chat',
        async send() {
          if (secret !== world.valid) throw world.failure;
        },
      };
    },
  });
  return Object.assign(world, { channel });
}

it('is used for one alert after another, and the channel made once', async () => {
  const { channel, made, asked } = createWorld('one');
  await channel.send(alert);
  await channel.send(alert);
  expect([made, asked]).toEqual([['one'], [false, false]]);
});

it('is read anew after no channel could be made of it', async () => {
  const asked: boolean[] = [];
  const { send } = withSecret({
    name: 'chat',
    async secret(isFresh) {
      asked.push(isFresh);
      return isFresh ? 'token' : 'junk';
    },
    make(secret) {
      if (secret === 'junk') throw new ServiceError('channel-unreachable', 'no token', { retryable: true });
      return { name: 'chat', async send() {} };
    },
  });
  await expect(send(alert)).rejects.toThrow('no token');
  await send(alert);
  expect(asked).toEqual([false, true]);
});

it('is read anew after it was refused, so that the next try has the one of today', async () => {
  const world = createWorld('two');
  world.stored = 'two';
  await expect(world.channel.send(alert)).rejects.toThrow('invalid_auth');
  await world.channel.send(alert);
  await world.channel.send(alert);
  expect([world.made, world.asked]).toEqual([
    ['one', 'two'],
    [false, true, false],
  ]);
});

it.for([
  ['is asked to come later', new RetryLater('slow down', 30)],
  ['cannot be what is said', new ServiceError('alert-refused', 'invalid_blocks')],
] as const)('is not doubted where an alert %s', async ([, failure]) => {
  const world = createWorld('two');
  world.failure = failure;
  await expect(world.channel.send(alert)).rejects.toThrow(failure.message);
  await expect(world.channel.send(alert)).rejects.toThrow(failure.message);
  expect(world.asked).toEqual([false, false]);
});
