import { instanceKey, type JsonObject, type SetMembers } from '@podguard/core';
import { type Call, defineMapper, put } from '../mapper.ts';
import { first, list, places, text, within } from '../parameters.ts';
import { metadataOptions } from './metadata-options.ts';

export const runInstances = defineMapper({
  source: 'ec2.amazonaws.com',
  name: 'RunInstances',
  group: 'default',
  regional: true,
  kinds: ['ec2-instance'],
  toChanges(call) {
    const answered = list(call.response, 'instancesSet');
    const items = places(call.response, 'instancesSet');
    const ids = items.map((item) => text(item, 'instanceId'));
    if (!answered || items.length < answered.length || !ids.every(Boolean)) return { missing: 'instance' };
    const byId = new Map(items.map((item, index) => [ids[index] ?? '', item]));
    return [...byId].map(([id, item]) => {
      const key = instanceKey(call.partition, call.region, call.account, id);
      const told = metadataOptions(within(item, 'metadataOptions'), within(call.request, 'metadataOptions'));
      const fields = {
        // Records older than an option do not have it.
        httpTokens: told.httpTokens ?? undefined,
        httpEndpoint: told.httpEndpoint ?? undefined,
        hopLimit: told.hopLimit ?? undefined,
        httpProtocolIpv6: told.httpProtocolIpv6 ?? undefined,
        metadataTags: told.metadataTags ?? undefined,
        profileArn: profileArn(call, item),
      };
      return put(call, 'ec2-instance', key, { creates: true, fields, sets: { tags: tags(call, item) } });
    });
  },
});

/** Absent only where nothing in the request could have set one. */
function profileArn(call: Call, item: JsonObject): string | null | undefined {
  const arn = first((place) => text(within(place, 'iamInstanceProfile'), 'arn'), item, call.request);
  if (arn !== null) return arn;
  const asked = text(within(call.request, 'iamInstanceProfile'), 'name');
  return asked === null && !hasTemplate(call) ? null : undefined;
}

/**
 * The answer's tags are all that the instance starts with. Without any it has none, except where a service launched it: Auto
 * Scaling once tagged its instances afterwards (seen in records of 2017).
 */
function tags(call: Call, item: JsonObject): SetMembers | null {
  const answered = list(item, 'tagSet');
  if (answered === undefined) return null;
  if (answered === null) return startsUntagged(call) ? {} : null;
  const members = places(item, 'tagSet').map((tag) => [text(tag, 'key'), text(tag, 'value')] as const);
  if (members.length < answered.length || members.some(([key, value]) => !key || value === undefined))
    return null;
  return Object.fromEntries(members.map(([key, value]) => [key, value ?? '']));
}

function startsUntagged(call: Call): boolean {
  const byService = call.cause.actor.type === 'service' || call.cause.actor.invokedBy !== undefined;
  return !byService && !hasTemplate(call) && list(call.request, 'tagSpecificationSet') === null;
}

function hasTemplate(call: Call): boolean {
  const template = within(call.request, 'launchTemplate');
  return template === undefined || (template !== null && Object.keys(template).length > 0);
}
