import { launchTemplateKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { first, type Place, text, within } from '../parameters.ts';
import { metadataOptions } from './metadata-options.ts';

/** The id of the launch template that these places name, and its key. A name alone leads to none. */
export function templateOf(call: Call, ...from: readonly Place[]) {
  const id = first((place) => text(place, 'launchTemplateId'), ...from) ?? undefined;
  return id === undefined
    ? undefined
    : { id, key: launchTemplateKey(call.partition, call.region, call.account, id) };
}

/** What a version's data set; what they leave out is not known of a version that inherits it from another one. */
export function versionSettings(data: Place, inherits: boolean) {
  const options = metadataOptions(within(data, 'metadataOptions'));
  const profile = within(data, 'iamInstanceProfile');
  const told = <T>(value: T | null | undefined) => (value === null && inherits ? undefined : value);
  return {
    httpTokens: told(options.httpTokens),
    httpEndpoint: told(options.httpEndpoint),
    hopLimit: told(options.hopLimit),
    profile: told(text(profile, 'arn') ?? text(profile, 'name')),
  };
}
