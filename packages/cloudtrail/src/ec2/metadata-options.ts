import { first, integer, oneOf, type Place } from '../parameters.ts';

const SWITCH = ['enabled', 'disabled'] as const;

/** What the first of these places that names it says of each option; `null` where none does. */
export function metadataOptions(...from: readonly Place[]) {
  return {
    httpTokens: first((place) => oneOf(place, ['optional', 'required'], 'httpTokens'), ...from),
    httpEndpoint: first((place) => oneOf(place, SWITCH, 'httpEndpoint'), ...from),
    hopLimit: first((place) => integer(place, 'httpPutResponseHopLimit'), ...from),
    httpProtocolIpv6: first((place) => oneOf(place, SWITCH, 'httpProtocolIpv6'), ...from),
    metadataTags: first((place) => oneOf(place, SWITCH, 'instanceMetadataTags'), ...from),
  };
}
