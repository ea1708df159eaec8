import { ANY_ONE, ANY_RUN, codePoints, type Glob, matchGlob } from './glob.ts';
import { type Outcome, toOutcome } from './outcome.ts';

const COLON = 0x3a;
const PARTS = 6;

/**
 * ARN condition operators check each of the six parts by itself, so that a wildcard does not run over a colon; the
 * last part holds the remaining colons. `*` alone admits every ARN; of another incomplete pattern or value AWS says
 * nothing: undecided where the text as a whole might match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchArn(pattern: Glob, value: string): Outcome {
  const text = codePoints(value);
  const patternParts = splitArn(pattern);
  const valueParts = splitArn(text);
  if (patternParts.length === PARTS && valueParts.length === PARTS) {
    return toOutcome(partsMatch(patternParts, valueParts));
  }
  if (isStar(pattern) && valueParts.length === PARTS) return 'yes';
  return matchGlob(pattern, text) || matchGlob([...pattern, ANY_RUN], text) ? 'unknown' : 'no';
}

/**
 * In a Resource element a `*` that ends a part "can expand to match beyond the colon boundaries". Whether one inside
 * a part can, AWS's pages do not agree on: undecided where it would make the difference.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchResource(pattern: Glob, resource: string): Outcome {
  const text = codePoints(resource);
  if (!matchGlob(pattern, text)) return 'no';
  const patternParts = splitArn(pattern);
  if (partsMatch(patternParts, splitArn(text))) return 'yes';
  const scoped = patternParts.length === PARTS ? patternParts.slice(0, -1) : patternParts;
  return scoped.every(endsInStarOnly) ? 'yes' : 'unknown';
}

function partsMatch(pattern: readonly Glob[], value: readonly Glob[]): boolean {
  return pattern.length === value.length && pattern.every((part, index) => matchGlob(part, value[index]!));
}

export function splitArn(points: Glob): Glob[] {
  const parts: Glob[] = [];
  let start = 0;
  while (parts.length < PARTS - 1) {
    const colon = points.indexOf(COLON, start);
    if (colon < 0) break;
    parts.push(points.slice(start, colon));
    start = colon + 1;
  }
  parts.push(points.slice(start));
  return parts;
}

function isStar(pattern: Glob): boolean {
  return pattern.length === 1 && pattern[0] === ANY_RUN;
}

function endsInStarOnly(part: Glob): boolean {
  return !part.slice(0, -1).includes(ANY_RUN) && !part.includes(ANY_ONE);
}
