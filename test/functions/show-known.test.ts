import { ServiceError } from '@podguard/core';
import { createShowKnown, type Notice } from '@podguard/functions';
import { expect, it } from 'vitest';

const KNOWN = { finding: 'pg-1', by: 'noor (slack U01234567)', at: '2026-03-12T12:00:00.000Z' };

function setUp(failing: string, retryable = true) {
  const shown: string[] = [];
  const notices: Notice[] = [];
  const channels = ['C0000000A', 'C0000000B', 'C0000000C'].map((channel) => ({
    channel,
    async show() {
      if (channel === failing) throw new ServiceError('channel-unreachable', 'down', { retryable });
      shown.push(channel);
    },
  }));
  return { showKnown: createShowKnown(channels, (notice) => notices.push(notice)), shown, notices };
}

it('a channel that fails keeps no other from showing who knows of a finding', async () => {
  const { showKnown, shown, notices } = setUp('C0000000A');
  await showKnown(KNOWN, 'C0000000B');
  expect(shown).toEqual(['C0000000B', 'C0000000C']);
  expect(notices).toHaveLength(1);
});

it('the channel in which somebody pressed has to show it, so that it is tried again', async () => {
  const { showKnown, shown } = setUp('C0000000B');
  await expect(showKnown(KNOWN, 'C0000000B')).rejects.toMatchObject({ code: 'channel-unreachable' });
  expect(shown).toEqual(['C0000000A', 'C0000000C']);
});

it('what a channel will never take is in the log, and tried no more', async () => {
  const { showKnown, notices } = setUp('C0000000B', false);
  await showKnown(KNOWN, 'C0000000B');
  expect(notices).toHaveLength(1);
});
