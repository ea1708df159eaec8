import { type Call, defineMapper, named, patch, put } from '../mapper.ts';
import { first, type Place, text, within } from '../parameters.ts';
import { entryOf, groups } from './access-entry.ts';

const WHOLE = ['clusterName', 'principalArn', 'type', 'username'];

export const updateAccessEntry = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'UpdateAccessEntry',
  group: 'default',
  regional: true,
  kinds: ['access-entry'],
  toChanges(call) {
    const answered = within(call.response, 'accessEntry');
    const { key, clusterName, principalArn } = entryOf(call, answered);
    if (key === undefined) return { missing: 'access entry' };
    if (!WHOLE.every((name) => text(answered, name)))
      return [patch(call, 'access-entry', key, requested(call, answered))];
    const [type, username] = [text(answered, 'type'), text(answered, 'username')];
    // Its policies are no part of the answer. A group that the update took away is told by the whole list only.
    const sets = { policies: null, groups: first(groups, answered, call.request) ?? null };
    const fields = { clusterName, principalArn, type, username, granted: undefined };
    return [put(call, 'access-entry', key, { creates: false, fields, sets })];
  },
});

function requested({ request }: Call, answered: Place) {
  return {
    fields: named({ username: first((place) => text(place, 'username'), answered, request) }),
    sets: { groups: first(groups, answered, request) ?? {} },
  };
}
