import { awkward, deep, longText, NUMBERS, TEXTS } from './awkward.ts';
import type { Random } from './random.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The value with one to four parts of it changed; what is not on the way to them is shared with the original, which stays as it is. */
export function mutate(value: unknown, random: Random, others: readonly unknown[] = []): unknown {
  let mutated = value;
  const times = random.percent(60) ? 1 : 1 + random.below(4);
  for (let time = 0; time < times; time += 1) mutated = mutateOnce(mutated, random, others);
  return mutated;
}

function mutateOnce(value: unknown, random: Random, others: readonly unknown[]): unknown {
  if (Array.isArray(value) && value.length > 0 && random.percent(85)) return inList(value, random, others);
  if (isFields(value) && random.percent(88)) {
    const keys = Object.keys(value);
    if (keys.length > 0) return inObject(value, keys, random, others);
  }
  if (typeof value === 'string') return mutateText(value, random, others);
  return replaced(value, random, others);
}

function inList(list: readonly unknown[], random: Random, others: readonly unknown[]): unknown {
  const at = random.below(list.length);
  switch (random.below(14)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return list.toSpliced(at, 0, list[random.below(list.length)]);
    case 2:
      return list.toReversed();
    case 3:
      return random.percent(5) ? Array.from({ length: 1500 }, () => list[at]) : [...list, ...list];
    case 4:
      return list.toSpliced(at, 0, awkward(random));
    case 5:
      return list[at];
    default:
      return list.with(at, mutateOnce(list[at], random, others));
  }
}

function inObject(
  fields: Fields,
  keys: readonly string[],
  random: Random,
  others: readonly unknown[],
): unknown {
  const key = random.pick(keys);
  const inner = fields[key];
  switch (random.below(16)) {
    case 0:
      return withEntries(fields, (entries) => entries.filter(([name]) => name !== key));
    case 1:
      return withEntries(fields, (entries) =>
        entries.map(([name, one]) => [name === key ? otherName(name, keys, random) : name, one]),
      );
    case 2:
      return withEntries(fields, (entries) => [
        ...entries,
        [random.pick(TEXTS), random.percent(50) ? inner : awkward(random)],
      ]);
    case 3:
      return withEntries(fields, (entries) => [...entries, [otherName(key, keys, random), inner]]);
    case 4:
      return withEntries(fields, (entries) => entries.toReversed());
    default:
      return withEntries(fields, (entries) =>
        entries.map(([name, one]) => [name, name === key ? mutateOnce(inner, random, others) : one]),
      );
  }
}

/** From entries: `__proto__` becomes a key of its own, as JSON makes it. */
function withEntries(
  fields: Fields,
  change: (entries: [string, unknown][]) => readonly (readonly [string, unknown])[],
): unknown {
  return Object.fromEntries(change(Object.entries(fields)));
}

function otherName(name: string, siblings: readonly string[], random: Random): string {
  switch (random.below(6)) {
    case 0:
      return name.toUpperCase();
    case 1:
      return name.toLowerCase();
    case 2:
      return name.slice(0, 1).toUpperCase() + name.slice(1);
    case 3:
      return random.pick(siblings);
    case 4:
      return `${name}${random.pick(TEXTS)}`;
    default:
      return random.pick(TEXTS);
  }
}

function mutateText(text: string, random: Random, others: readonly unknown[]): unknown {
  if (/^\s*[{[]/.test(text) && random.percent(70)) {
    const held = parsed(text);
    if (held !== undefined) return rewritten(mutateOnce(held, random, others), random);
  }
  const at = random.below(text.length + 1);
  switch (random.below(14)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.pick(TEXTS) + text.slice(at);
    case 2:
      return text + text;
    case 3:
      return encodeURIComponent(text.toWellFormed());
    case 4:
      return encodeURIComponent(encodeURIComponent(text.toWellFormed()));
    case 5:
      return JSON.stringify(text);
    case 6:
      return random.percent(50) ? text.toUpperCase() : text.toLowerCase();
    case 7:
      return random.percent(25) ? longText(random) : [...text].toReversed().join('');
    case 8:
      return text.slice(0, at) + text.slice(at + 1 + random.below(8));
    case 9:
      return text.replace(/\d+/, () => String(random.pick(NUMBERS)));
    case 10:
      return text.replaceAll(/[:/.]/g, random.pick(TEXTS));
    default:
      return replaced(text, random, others);
  }
}

/** JSON in a string as it is found there: written again, encoded, twice encoded or no string at all. */
function rewritten(value: unknown, random: Random): unknown {
  if (random.percent(8)) return value;
  const text = json(value);
  if (random.percent(10)) return encodeURIComponent(text.toWellFormed());
  if (random.percent(5)) return JSON.stringify(text);
  return text;
}

function replaced(value: unknown, random: Random, others: readonly unknown[]): unknown {
  switch (random.below(9)) {
    case 0:
      return [value];
    case 1:
      return Object.fromEntries([[random.pick(TEXTS), value]]);
    case 2:
      return typeof value === 'string' ? Number(value) || 0 : json(value);
    case 3:
      return others.length > 0 ? partOf(random.pick(others), random) : awkward(random);
    case 4:
      return random.percent(8) ? deep(random, value, random.pick(TEXTS)) : awkward(random);
    default:
      return awkward(random);
  }
}

/** Any part of a value, at any depth. */
function partOf(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.percent(25)) return value;
  const parts = Object.values(value);
  return parts.length === 0 ? value : partOf(random.pick(parts), random);
}

/** JSON text; what no JSON text can be made of is `null`, also what is nested too deep for that. */
export function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return 'null';
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
