import { defineMapper, patch } from '../mapper.ts';
import { first, oneOf, type Place, text, texts, within } from '../parameters.ts';
import { entryOf } from './access-entry.ts';

export const associateAccessPolicy = defineMapper({
  source: 'eks.amazonaws.com',
  name: 'AssociateAccessPolicy',
  group: 'default',
  regional: true,
  kinds: ['access-entry'],
  toChanges(call) {
    const { key, clusterName, principalArn } = entryOf(call, call.response);
    if (key === undefined) return { missing: 'access entry' };
    const answered = within(call.response, 'associatedAccessPolicy');
    const policy = first((place) => text(place, 'policyArn'), answered, call.request);
    if (!policy) return { missing: 'access policy' };
    const scope = first(accessScope, answered, call.request) ?? undefined;
    const fields = { clusterName, principalArn, granted: `${policy} ${scope ?? '?'}` };
    const policies = { [policy]: scope ?? true };
    return [patch(call, 'access-entry', key, { fields, sets: { policies } })];
  },
});

/** `cluster`, or `namespace:` and the namespaces. */
function accessScope(place: Place): string | null | undefined {
  const scope = within(place, 'accessScope');
  const type = oneOf(scope, ['cluster', 'namespace'], 'type');
  if (type !== 'namespace') return type;
  const namespaces = texts(scope, 'namespaces') ?? [];
  return namespaces.length > 0 ? `namespace:${[...new Set(namespaces)].sort().join()}` : undefined;
}
