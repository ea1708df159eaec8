import { instanceKey, type JsonObject, type SetMembers } from '@podguard/core';
import { type Call, defineMapper, put } from '../mapper.ts';
import { list, places, text, within } from '../parameters.ts';
import { tagMembers } from '../tags.ts';
import { metadataOptions } from './metadata-options.ts';
import { profileArn } from './profile-arn.ts';

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
        profileArn: startingProfile(call, item),
      };
      return put(call, 'ec2-instance', key, {
        creates: true,
        fields,
        sets: { tags: startingTags(call, item) },
      });
    });
  },
});

/** Absent only where nothing in the request could have set one. */
function startingProfile(call: Call, item: JsonObject): string | null | undefined {
  const arn = profileArn(call, item, call.request);
  return arn === null && hasTemplate(call) ? undefined : arn;
}

/**
 * The answer's tags are all that the instance starts with. Without any it has none, except where a service launched it: Auto
 * Scaling once tagged its instances afterwards (seen in records of 2017).
 */
function startingTags(call: Call, item: JsonObject): SetMembers | null {
  const answered = tagMembers(item, 'tagSet');
  if (answered !== null) return answered ?? null;
  return startsUntagged(call) ? {} : null;
}

function startsUntagged(call: Call): boolean {
  const byService = call.cause.actor.type === 'service' || call.cause.actor.invokedBy !== undefined;
  return !byService && !hasTemplate(call) && list(call.request, 'tagSpecificationSet') === null;
}

function hasTemplate(call: Call): boolean {
  const template = within(call.request, 'launchTemplate');
  return template === undefined || (template !== null && Object.keys(template).length > 0);
}
