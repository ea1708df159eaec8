import { ServiceError } from '@podguard/core';
import { randomOf } from './random.ts';
import type { Fed, FuzzRun } from './target.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** One of so many inputs is fed twice. */
const TWICE = 8;
/** What every object inherits, when nothing was fed yet. */
const BUILT_IN = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype];
const OWN_NAMES = BUILT_IN.map(namesOf);

/** Feeds one input and says what is wrong with what came of it: undefined, nothing. */
export async function feedOnce(
  run: FuzzRun<unknown>,
  target: string,
  seed: number,
  index: number,
): Promise<string | undefined> {
  const input = run.make(randomOf(seed, target, index), index);
  const first = await told(run, input);
  if (typeof first === 'string') return first;
  if (first.accusation !== undefined) return first.accusation;
  const control = CONTROL.exec(first.shown ?? '');
  if (control !== null)
    return `it shows the raw control character U+${control[0].charCodeAt(0).toString(16).padStart(4, '0')}`;
  if (index % TWICE === 0) {
    const second = await told(run, input);
    const difference = differenceOf(
      textOf(first.outcome),
      textOf(typeof second === 'string' ? second : second.outcome),
    );
    if (difference !== undefined) return `the same input gave another outcome the second time: ${difference}`;
  }
  return pollution();
}

/** What was changed in what all objects inherit. */
export function pollution(): string | undefined {
  const at = BUILT_IN.findIndex((one, index) => namesOf(one) !== OWN_NAMES[index]);
  return at < 0 ? undefined : `what all objects inherit has changed: ${namesOf(BUILT_IN[at]!)}`;
}

async function told(run: FuzzRun<unknown>, input: unknown): Promise<Fed | string> {
  try {
    return await run.feed(input as never);
  } catch (error) {
    if (error instanceof ServiceError) return { outcome: [error.code, error.message] };
    return describe(error);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${typeof error}`;
  const [frame] = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*\/(packages|test)\//.test(line));
  const place =
    frame?.replace(/^\s+at /, '').replace(/\(?file:\/\/.*\/(packages|test)\//, '($1/') ?? 'nowhere of ours';
  return `${error.name}: ${error.message.slice(0, 160)}, at ${place}`;
}

/** Where two texts begin to differ. */
function differenceOf(one: string, other: string): string | undefined {
  if (one === other) return undefined;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  const from = Math.max(0, at - 30);
  return `${one.slice(from, from + 80)} <> ${other.slice(from, from + 80)}`;
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? '';
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deep for a text';
    throw error;
  }
}

function namesOf(of: object): string {
  return Reflect.ownKeys(of).map(String).join();
}
