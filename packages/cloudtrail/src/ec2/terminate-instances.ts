import { instanceKey } from '@podguard/core';
import { defineMapper, remove } from '../mapper.ts';
import { type Place, places, text, within } from '../parameters.ts';

const ENDING = ['shutting-down', 'terminated'];

export const terminateInstances = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'TerminateInstances',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const answered = instances(call.response);
    const ended = (answered.length > 0 ? answered : instances(call.request)).filter(isEnding);
    const ids = new Set(ended.map((item) => text(item, 'instanceId')).filter((id) => typeof id === 'string'));
    if (answered.length === 0 && ids.size === 0) return { missing: 'instance' };
    return [...ids].map((id) =>
      remove(call, 'ec2-instance', instanceKey(call.partition, call.region, call.account, id)),
    );
  },
});

function instances(place: Place) {
  return places(place, 'instancesSet');
}

function isEnding(item: Place): boolean {
  const state = text(within(item, 'currentState'), 'name');
  return !state || ENDING.includes(state);
}
