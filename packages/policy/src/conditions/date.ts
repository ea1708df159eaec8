import { type Outcome, toOutcome } from '../outcome.ts';
import { exactText } from '../variables.ts';
import type { OperatorRule } from './operator-rule.ts';

const W3C =
  /^([1-9]\d{3})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(?:Z|([+-])(\d\d):(\d\d)))?)?$/;
const EPOCH = /^\d{5,11}$/;

/**
 * W3C forms of ISO 8601, or seconds since 1970. Anything else is undecided, and so are four digits by themselves
 * (a year, or seconds?) and twelve or more (seconds, or milliseconds?).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const dateOperators = {
  DateEquals: date((order) => order === 0),
  DateNotEquals: { ...date((order) => order === 0), negated: true },
  DateLessThan: date((order) => order < 0),
  DateLessThanEquals: date((order) => order <= 0),
  DateGreaterThan: date((order) => order > 0),
  DateGreaterThanEquals: date((order) => order >= 0),
} satisfies Record<string, OperatorRule>;

function date(holds: (order: number) => boolean): OperatorRule {
  return {
    negated: false,
    variables: false,
    compare: (actual, expected): Outcome => {
      const one = parseSeconds(actual);
      const other = parseSeconds(exactText(expected));
      return one === null || other === null ? 'unknown' : toOutcome(holds(one - other));
    },
  };
}

function parseSeconds(text: string): number | null {
  if (EPOCH.test(text)) return Number(text);
  const match = W3C.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part, index) => (part === undefined ? Number(index === 2) : Number(part)));
  const [, , , , , , , fraction, sign, zoneHours, zoneMinutes] = match;
  const wall = new Date(Date.UTC(year!, month! - 1, day!, hour!, minute!, second!));
  const spilled =
    wall.getUTCMonth() !== month! - 1 ||
    wall.getUTCDate() !== day! ||
    wall.getUTCHours() !== hour! ||
    wall.getUTCMinutes() !== minute! ||
    wall.getUTCSeconds() !== second!;
  if (spilled) return null;
  const offset = sign === undefined ? 0 : Number(zoneHours) * 3600 + Number(zoneMinutes) * 60;
  const seconds = wall.getTime() / 1000 + Number(fraction ?? 0);
  return sign === '-' ? seconds + offset : seconds - offset;
}
