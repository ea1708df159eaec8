import { type Outcome, toOutcome } from '../outcome.ts';
import { exactText } from '../variables.ts';
import type { OperatorRule } from './operator-rule.ts';

interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const DECIMAL = /^(?<sign>[+-]?)(?<whole>\d+)(?:\.(?<fraction>\d+))?$/;
const MAX_DIGITS = 100;

/**
 * "An integer or decimal value"; AWS does not say what becomes of any other text, so such a comparison is undecided.
 * Account ids and byte counts pass 2^53, so the comparison is exact.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
 */
export const numericOperators = {
  NumericEquals: numeric((order) => order === 0),
  NumericNotEquals: { ...numeric((order) => order === 0), negated: true },
  NumericLessThan: numeric((order) => order < 0),
  NumericLessThanEquals: numeric((order) => order <= 0),
  NumericGreaterThan: numeric((order) => order > 0),
  NumericGreaterThanEquals: numeric((order) => order >= 0),
} satisfies Record<string, OperatorRule>;

function numeric(holds: (order: number) => boolean): OperatorRule {
  return {
    negated: false,
    variables: false,
    compare: (actual, expected): Outcome => {
      const one = parseDecimal(actual);
      const other = parseDecimal(exactText(expected));
      return one === null || other === null ? 'unknown' : toOutcome(holds(compareDecimals(one, other)));
    },
  };
}

function parseDecimal(text: string): Decimal | null {
  const groups = text.length > MAX_DIGITS ? undefined : DECIMAL.exec(text)?.groups;
  if (groups === undefined) return null;
  const fraction = groups.fraction ?? '';
  const units = BigInt(groups.whole + fraction);
  return { units: groups.sign === '-' ? -units : units, scale: fraction.length };
}

function compareDecimals(one: Decimal, other: Decimal): number {
  const scale = Math.max(one.scale, other.scale);
  const difference = scaled(one, scale) - scaled(other, scale);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

function scaled(value: Decimal, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}
