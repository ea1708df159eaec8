import { longText, TEXTS } from './awkward.ts';
import type { Random } from './random.ts';

/** What decides how a text is read comes often. */
const MARKS = [
  ...'{}[]",:\\\n\t -#&*!|>\'%@`=$',
  '---\n',
  '\r\n',
  '\\u0000',
  '\\ud800',
  '\\u0022',
  'null',
  '{{',
  '{%',
  '<<:',
  '  ',
];

/** The text with one to five places changed: without regard to what it says. */
export function mutateText(text: string, random: Random, others: readonly string[] = []): string {
  let mutated = text;
  const times = 1 + random.below(random.percent(70) ? 2 : 5);
  for (let time = 0; time < times; time += 1) mutated = once(mutated, random, others);
  return mutated;
}

function once(text: string, random: Random, others: readonly string[]): string {
  const at = random.below(text.length + 1);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const some = 1 + random.below(random.percent(80) ? 12 : 400);
  switch (random.below(13)) {
    case 0:
      return before;
    case 1:
      return before + after.slice(some);
    case 2:
    case 3:
      return before + random.pick(MARKS) + after;
    case 4:
      return before + random.pick(MARKS) + after.slice(1);
    case 5:
      return before + random.pick(TEXTS) + after;
    case 6:
      return before + text.slice(Math.max(0, at - some), at) + after;
    case 7:
      return before + String.fromCharCode(random.below(random.percent(50) ? 128 : 65_536)) + after.slice(1);
    case 8:
      return random.percent(20)
        ? before +
            random.pick(['[', '{"a":', '(', '- ', '\n ', '&a *a ']).repeat(random.percent(90) ? 50 : 20_000) +
            after
        : before + after.slice(1);
    case 9:
      return random.percent(15) ? before + longText(random) + after : doubledKey(text, random);
    case 10:
      return text + random.pick(['', '\n', '\n---\n']) + (others.length > 0 ? random.pick(others) : text);
    case 11:
      return random.percent(30)
        ? text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', ' ']))
        : doubledKey(text, random);
    default:
      return swapped(text, random);
  }
}

/** A key of an object stands twice, with something else the other time. */
function doubledKey(text: string, random: Random): string {
  const keys = [...text.slice(0, 8192).matchAll(/"[\w-]{1,40}"\s*:/g)];
  if (keys.length === 0) return text;
  const { index, 0: key } = random.pick(keys);
  return `${text.slice(0, index)}${key}${random.pick(['null', '[]', '{}', '"x"', '0', '{"a":1}'])},${text.slice(index)}`;
}

/** Two lines, or two halves, have changed places. */
function swapped(text: string, random: Random): string {
  const lines = text.split('\n');
  if (lines.length < 3) return text.slice(text.length >> 1) + text.slice(0, text.length >> 1);
  const [one, other] = [random.below(lines.length), random.below(lines.length)];
  return lines.with(one, lines[other]!).with(other, lines[one]!).join('\n');
}

/** The bytes with some of them changed, cut off, repeated or in another order. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  const times = 1 + random.below(random.percent(70) ? 3 : 30);
  for (let time = 0; time < times && mutated.length > 0; time += 1) {
    const at = random.below(mutated.length);
    const some = 1 + random.below(32);
    switch (random.below(8)) {
      case 0:
        mutated = mutated.slice(0, at);
        break;
      case 1:
        mutated = Uint8Array.from([...mutated.subarray(0, at), ...mutated.subarray(at + some)]);
        break;
      case 2:
        mutated = Uint8Array.from([...mutated.subarray(0, at), ...mutated.subarray(Math.max(0, at - some))]);
        break;
      default:
        mutated[at] = random.percent(50) ? mutated[at]! ^ (1 << random.below(8)) : random.below(256);
    }
  }
  return mutated;
}
