import { type ComparingOperator, conditionOperators } from '../conditions/operators.ts';
import { type Budget, bounded } from '../language/budget.ts';
import { everyText, noText, union, unionOfAll } from '../language/language.ts';
import type { Condition, PolicyVersion } from '../policy.ts';
import { parseTemplate, type TemplatePart } from '../variables.ts';
import { type Compared, compared, comparedWithVariable } from './compared.ts';

/** What a list of values is read by. */
export interface Reading {
  readonly version: PolicyVersion;
  /** Whether no request has a key: a variable of it has no value. */
  readonly isNever: (lowerKey: string) => boolean;
  /** Whether a value beyond the bound is left out of what is sure, instead of ending the answer. */
  readonly singly: boolean;
}

type Comparing = Condition & { readonly operator: ComparingOperator };

/** The texts that compare with some value of a list: surely with one that is decided, possibly with any. */
export function comparedWithAny(condition: Comparing, reading: Reading, budget: Budget): Compared {
  const texts = condition.values.map(({ value }) => value);
  if (reading.singly) return eachWithin(condition, texts, reading, budget);
  const all = texts.map((text) => comparedValue(condition, text, reading, budget));
  const sure = unionOfAll(
    all.map((one) => one.sure),
    budget,
  );
  return withPossible(sure, all, budget);
}

/** The easy ones first, and with a third of the states: what is made of them takes the others. */
function eachWithin(
  condition: Comparing,
  texts: readonly string[],
  reading: Reading,
  budget: Budget,
): Compared {
  const all: Compared[] = [];
  const kept = Math.floor((budget.left * 2) / 3);
  let sure = noText;
  for (const text of texts.toSorted((one, other) => runsOf(one) - runsOf(other))) {
    const share: Budget = { left: Math.max(0, budget.left - kept) >> 2 };
    const before = share.left;
    const [one, joint] = bounded(
      () => {
        const made = comparedValue(condition, text, reading, share);
        return [made, union(sure, made.sure, share)] as const;
      },
      (reason) => [{ sure: noText, possible: beginningOf(condition, text, budget), reason }, sure] as const,
    );
    budget.left -= before - Math.max(0, share.left);
    all.push(one);
    sure = joint;
    if (sure === everyText) break;
  }
  return withPossible(sure, all, budget);
}

function withPossible(sure: Compared['sure'], all: readonly Compared[], budget: Budget): Compared {
  if (all.some((one) => one.sure === everyText)) return { sure: everyText, possible: everyText };
  if (all.every((one) => one.sure === one.possible)) return { sure, possible: sure };
  const possible = unionOfAll([sure, ...all.map((one) => one.possible)], budget);
  const reason = all.find((one) => one.sure !== one.possible)?.reason;
  return { sure, possible, ...(reason === undefined ? {} : { reason }) };
}

function runsOf(text: string): number {
  return text.split(/[*?]/).length;
}

/** All that begins like a pattern: more than it matches, and easily made. */
function beginningOf({ operator }: Comparing, text: string, budget: Budget): Compared['possible'] {
  if (!/^(Arn|String(Not)?Like$)/.test(operator)) return everyText;
  const [beginning = ''] = text.split(/[*?$]/);
  return comparedWithVariable(
    operator,
    [
      { kind: 'text', text: beginning },
      { kind: 'variable', key: '', fallback: null },
    ],
    budget,
  );
}

function comparedValue(
  { operator }: Comparing,
  value: string,
  { version, isNever }: Reading,
  budget: Budget,
): Compared {
  const { negated, variables } = conditionOperators[operator];
  const written = variables ? parseTemplate(value, version) : [{ kind: 'text' as const, text: value }];
  if (written === null) return open('it holds a policy variable that AWS does not document', everyText);
  const parts = written.map((part) => withDefault(part, isNever));
  const variable = parts.find((part) => part.kind === 'variable');
  if (variable === undefined) return compared(operator, parts, budget);
  const { key, fallback } = variable;
  if (negated) return open(`the value of ${key} is not known`, everyText);
  // "Any attempt to match it fails": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  if (fallback === null && isNever(key.toLowerCase())) return { sure: noText, possible: noText };
  return open(`the value of ${key} is not known`, comparedWithVariable(operator, parts, budget));
}

/** Whether a wildcard in a default is one AWS does not say. */
function withDefault(part: TemplatePart, isNever: Reading['isNever']): TemplatePart {
  if (part.kind !== 'variable' || part.fallback === null || /[*?]/.test(part.fallback)) return part;
  return isNever(part.key.toLowerCase()) ? { kind: 'escape', text: part.fallback } : part;
}

function open(reason: string, possible: Compared['possible']): Compared {
  return { sure: noText, possible, reason };
}
