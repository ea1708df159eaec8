import { inSeconds, type JsonObject, type JsonValue, normalPolicyText, uriDecoded } from '@podguard/core';

/**
 * A place in a record. As with everything read from it: `undefined` where it is not known (left out by AWS, redacted, not of
 * its type), `null` where it is known to hold nothing.
 */
export type Place = JsonObject | null | undefined;

/** The value of `requestParameters` or `responseElements`, out of the `<Event>Request` that newer EC2 calls wrap it in. */
export function toPlace(value: JsonValue, wrapper: string): Place {
  const place = asPlace(value);
  if (!place || !Object.hasOwn(place, wrapper)) return place ?? undefined;
  // An empty request is written as "".
  return asPlace(place[wrapper]) === null ? {} : asPlace(place[wrapper]);
}

export function within(place: Place, ...path: readonly string[]): Place {
  return path.reduce<Place>((inner, name) => (inner ? asPlace(member(inner, [name])) : inner), place);
}

/**
 * The first value that these places give. Without any, what the last of them says (`null` only where that one can be read),
 * and `undefined` where one of them holds something that is no such value.
 */
export function first<T>(
  read: (place: Place) => T | null | undefined,
  ...from: readonly Place[]
): T | null | undefined {
  const said = from.map(read);
  const value = said.find((one) => one !== undefined && one !== null);
  if (value !== undefined && value !== null) return value;
  const garbled = said.some((one, index) => one === undefined && from[index]);
  return garbled ? undefined : said.at(-1);
}

/** The first of these members that is there, as text: EC2's wrapped form turns "true" and "12" into a boolean and a number. */
export function text(place: Place, ...names: readonly string[]): string | null | undefined {
  return place ? asText(member(place, names)) : place;
}

/** Whether a member is there and empty: how a request clears a field. */
export function isEmptied(place: Place, name: string): boolean {
  return place ? member(place, [name]) === '' : false;
}

export function integer(place: Place, ...names: readonly string[]): number | null | undefined {
  const found = text(place, ...names);
  if (typeof found !== 'string') return found;
  return /^-?\d{1,15}$/.test(found) ? Number(found) : undefined;
}

export function flag(place: Place, ...names: readonly string[]): boolean | null | undefined {
  const found = text(place, ...names);
  if (found === 'true' || found === 'false') return found === 'true';
  return found === null ? null : undefined;
}

export function oneOf<const T extends string>(
  place: Place,
  allowed: readonly T[],
  ...names: readonly string[]
): T | null | undefined {
  const found = text(place, ...names);
  return typeof found === 'string' ? allowed.find((value) => value === found) : found;
}

/** A time as records have their own, where AWS writes it as text: `Mar 12, 2026, 7:30:04 AM`, or as ISO 8601. */
export function moment(place: Place, ...names: readonly string[]): string | null | undefined {
  const written = text(place, ...names);
  if (typeof written !== 'string') return written;
  // Some write a narrow space before AM and PM.
  const spaced = written.replace(/\s/g, ' ');
  const isWords = /^[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d{2}:\d{2} [AP]M$/.test(spaced);
  const isIso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(spaced);
  const at = isWords || isIso ? Date.parse(isWords ? `${spaced} UTC` : spaced) : Number.NaN;
  return Number.isNaN(at) ? undefined : inSeconds(new Date(at));
}

/** A list in any of AWS's spellings: `[...]`, `{"items": [...]}`, `""` for none, and in EC2's wrapped form the one element itself. */
export function list(place: Place, ...names: readonly string[]): readonly JsonValue[] | null | undefined {
  if (!place) return place;
  const value = member(place, names);
  if (value === undefined || value === null) return null;
  if (value === '') return [];
  if (isList(value)) return value;
  if (!isObject(value)) return undefined;
  if (Object.keys(value).length === 0) return [];
  const items = member(value, ['items', 'item']);
  if (items === undefined) return isOmitted(value) ? undefined : [value];
  return isList(items) ? items : isObject(items) ? [items] : undefined;
}

/** A list of texts; not known as a whole where one of them is not. */
export function texts(place: Place, ...names: readonly string[]): readonly string[] | null | undefined {
  const found = list(place, ...names)?.map(asText);
  if (found === undefined) return list(place, ...names) === null ? null : undefined;
  const known = found.filter((one) => typeof one === 'string');
  return known.length === found.length ? known : undefined;
}

/** The elements of a list that are objects. */
export function places(place: Place, ...names: readonly string[]): readonly JsonObject[] {
  return list(place, ...names)?.filter(isObject) ?? [];
}

/** A policy's JSON text without its white space; as it is where it is no JSON. Answers carry it URL-encoded. */
export function policyText(place: Place, ...names: readonly string[]): string | null | undefined {
  if (!place) return place;
  const value = member(place, names);
  if (isObject(value)) return isOmitted(value) ? undefined : JSON.stringify(value);
  const written = asText(value);
  if (typeof written !== 'string') return written;
  return normalPolicyText(written);
}

/** Spelled exactly so, or else with other capitals: AWS writes `aRN` and `arn`, `clientIDList` and `InstanceId`. */
function member(object: JsonObject, names: readonly string[]): JsonValue | undefined {
  for (const name of names) {
    if (Object.hasOwn(object, name)) return object[name];
  }
  const lower = names.map((name) => name.toLowerCase());
  const key = Object.keys(object).find((candidate) => lower.includes(candidate.toLowerCase()));
  return key === undefined ? undefined : object[key];
}

function asPlace(value: JsonValue | undefined): Place {
  if (value === undefined || value === null || value === '') return null;
  return isObject(value) && !isOmitted(value) ? value : undefined;
}

function asText(value: JsonValue | undefined): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return isObject(value) ? asText(value.content ?? []) : undefined;
  if (/^\*+$/.test(value) || value === 'HIDDEN_DUE_TO_SECURITY_REASONS') return undefined;
  return /^arn%3A/i.test(value) ? uriDecoded(value) : value;
}

/** What AWS writes in the place of a field over 100 KB. */
function isOmitted(value: JsonObject): boolean {
  return value.omitted === true || value.omitted === 'true';
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
