import { defineMapper, put } from '../mapper.ts';
import { first, text, within } from '../parameters.ts';
import { entryOf, groups } from './access-entry.ts';

export const createAccessEntry = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'CreateAccessEntry',
  group: 'default',
  regional: true,
  kinds: ['access-entry'],
  toChanges(call) {
    const { request } = call;
    const answered = within(call.response, 'accessEntry');
    const { key, clusterName, principalArn } = entryOf(call, answered);
    if (key === undefined) return { missing: 'access entry' };
    const type = first((place) => text(place, 'type'), answered, request);
    const named = first(groups, answered, request);
    return [
      put(call, 'access-entry', key, {
        creates: true,
        // Its ARN ends with an id of its own, where the principal can get an entry again.
        uniqueId: text(answered, 'accessEntryArn'),
        fields: {
          clusterName,
          principalArn,
          // https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html
          type: type === null ? 'STANDARD' : type,
          // EKS makes one up where the request has none.
          username: first((place) => text(place, 'username'), answered, request) ?? undefined,
          granted: null,
        },
        sets: { policies: {}, groups: named === undefined ? null : (named ?? {}) },
      }),
    ];
  },
});
