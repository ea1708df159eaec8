import type { ParseLimits } from './limits.ts';
import { PolicyProblem, pathTo } from './policy-problem.ts';

/** JSON with its objects as maps, in which `__proto__` is a key like any other. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export type JsonObject = ReadonlyMap<string, Json>;

/** Reads text, or copies a parsed value, within the limits; whatever JSON has no word for is refused. */
export function toJson(input: unknown, limits: ParseLimits): Json {
  const reader = new Reader(limits);
  return reader.read(typeof input === 'string' ? parseText(input, limits) : input, '', 1);
}

/** IAM's API returns documents URL-encoded by RFC 3986, in which a `+` is a plus. */
function parseText(text: string, { maxCharacters }: ParseLimits): unknown {
  if (text.length > maxCharacters) {
    throw new PolicyProblem(
      '',
      `must have at most ${maxCharacters} characters (maxCharacters), has ${text.length}`,
    );
  }
  const trimmed = text.trim();
  const json = trimmed.startsWith('%') ? decode(trimmed) : trimmed;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new PolicyProblem('', `must be JSON: ${(error as SyntaxError).message.slice(0, 120)}`);
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PolicyProblem('', 'must be JSON, or JSON that is URL-encoded: a % sequence in it is broken');
  }
}

class Reader {
  readonly #limits: ParseLimits;
  #values = 0;
  #characters = 0;

  constructor(limits: ParseLimits) {
    this.#limits = limits;
  }

  read(value: unknown, path: string, depth: number): Json {
    this.#values += 1;
    this.#check(this.#values, 'maxValues', 'values', path);
    this.#check(depth, 'maxDepth', 'levels', path);
    switch (typeof value) {
      case 'string':
        return this.#count(value, path);
      case 'boolean':
        return value;
      case 'number':
        return readNumber(value, path);
      case 'object':
        if (value === null) return null;
        return Array.isArray(value) ? this.#list(value, path, depth) : this.#object(value, path, depth);
      default:
        throw new PolicyProblem(path, `must be JSON, is a ${typeof value}`);
    }
  }

  #list(list: readonly unknown[], path: string, depth: number): readonly Json[] {
    this.#check(list.length, 'maxValues', 'values', path);
    return Array.from(list, (value, index) => this.read(value, `${path}[${index}]`, depth + 1));
  }

  /** A property that is undefined is left out, as JSON.stringify leaves it out. */
  #object(object: object, path: string, depth: number): JsonObject {
    const entries = Object.entries(object).filter(([, value]) => value !== undefined);
    return new Map(
      entries.map(([key, value]) => [this.#count(key, path), this.read(value, pathTo(path, key), depth + 1)]),
    );
  }

  #count(text: string, path: string): string {
    this.#characters += text.length;
    this.#check(this.#characters, 'maxCharacters', 'characters', path);
    return text;
  }

  #check(actual: number, limit: keyof ParseLimits, unit: string, path: string): void {
    const most = this.#limits[limit];
    if (actual > most) throw new PolicyProblem(path, `must have at most ${most} ${unit} (${limit})`);
  }
}

/** A number that JavaScript cannot hold exactly would be compared as another one. */
function readNumber(value: number, path: string): number {
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return value;
  throw new PolicyProblem(path, 'must be written as a string: the number cannot be held exactly');
}
