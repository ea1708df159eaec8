import { MAPPERS } from '@podguard/cloudtrail';
import { iamRegionOf, type Kind, ownerKey, parseArn, partitionOf } from '@podguard/core';
import type { LookedUp, LookupAsked } from '@podguard/inventory';
import type { Difference } from './difference.ts';

/** What CloudTrail's event history of the last 90 days is asked for in a region. */
export type LookupQuery = LookupAsked;

/** Of very many records only the newest, which it says. Throws where CloudTrail does not answer. */
export type Lookup = (query: LookupQuery) => Promise<LookedUp>;

/** Kinds whose resources are named otherwise than at the end of their key. */
const NAMED_BEFORE: readonly Kind[] = ['launch-template-version'];

/**
 * What could explain a difference is asked for in turns: by the resource's name since then, and by the calls that make such a
 * difference, those that end its owner, too. Those of an account are the same for each difference, and have no times.
 */
export function queriesFor(
  difference: Difference,
  since: string | null,
): readonly (readonly LookupQuery[])[] {
  const { kind, key, readAt: to } = difference;
  const region = regionOf(difference);
  const names = [nameOf(kind, key), ...arnsIn(kind, key)];
  const times = since === null || since > to ? { to } : { from: since, to };
  const turns: readonly (readonly LookupQuery[])[] = [
    [...new Set(names)].map((resourceName) => ({ region, resourceName, ...times })),
    eventNames(difference).map((eventName) => ({ region, eventName })),
  ];
  return turns.filter((queries) => queries.length > 0);
}

/** IAM's calls are in the history of one region. */
function regionOf({ kind, key, region }: Difference): string {
  const arn = parseArn(key);
  const isIam = arn?.service === 'iam' || kind === 'access-key';
  return isIam ? iamRegionOf(arn?.partition ?? partitionOf(region)) : region;
}

/** The ARN by which others may name it: an access entry's is its principal's. */
function arnsIn(kind: Kind, key: string): readonly string[] {
  if (kind === 'access-entry') return [key.slice(key.indexOf('/arn:') + 1)];
  return key.startsWith('arn:') ? [key] : [];
}

function nameOf(kind: Kind, key: string): string {
  const path = NAMED_BEFORE.includes(kind) ? key.slice(0, key.lastIndexOf('/')) : key;
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
}

const MAKES = /^(Create|Run|Put|Import|Associate)/;
const ENDS = /^(Delete|Terminate|Remove|Disassociate)/;

function eventNames({ kind, key, type, fields }: Difference): readonly string[] {
  const all = callsOf(kind);
  const [first] = fields;
  const isThere = type === 'unapproved' && first?.name === 'present' ? first.found === true : undefined;
  if (type === 'appeared' || isThere === true) return all.filter((name) => MAKES.test(name));
  if (type !== 'gone' && isThere !== false) return all;
  return [...all.filter((name) => ENDS.test(name)), ...ownerEnds(kind, key)];
}

/** Not by the owner's name: a busy cluster has more records than are looked at, and this is asked once for all that went. */
function ownerEnds(kind: Kind, key: string): readonly string[] {
  if (ownerKey(kind, key) === undefined) return [];
  const owner = kind === 'launch-template-version' ? 'launch-template' : 'eks-cluster';
  return callsOf(owner).filter((name) => name.startsWith('Delete'));
}

function callsOf(kind: Kind): readonly string[] {
  return MAPPERS.filter(({ group, kinds }) => group === 'default' && kinds.includes(kind)).map(
    ({ name }) => name,
  );
}
