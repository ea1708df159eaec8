import { type ComparingOperator, conditionOperators } from '../conditions/operators.ts';
import { createContext } from '../evaluate/context.ts';
import { explainCondition } from '../evaluate/explain-condition.ts';
import type { ContextValue } from '../evaluate/request.ts';
import type { Budget } from '../language/budget.ts';
import { difference, has, type Language, noText, union } from '../language/language.ts';
import { shortest } from '../language/members.ts';
import type { Outcome } from '../outcome.ts';
import type { Condition, PolicyVersion } from '../policy.ts';
import type { Compared } from './compared.ts';
import { comparedWithAny, type Reading } from './compared-list.ts';
import type { KeyDomain } from './key-domain.ts';
import {
  intersectionOf,
  isNone,
  isWithin,
  manyValues,
  noValue,
  oneValue,
  type ValueSet,
} from './value-set.ts';

/** The values under which a condition surely holds, and those under which it may. */
export interface ConditionSet {
  readonly sure: ValueSet;
  readonly possible: ValueSet;
  /** Why the two differ, where they do. */
  readonly reason?: string;
}

type Comparing = Condition & { readonly operator: ComparingOperator };

/** A condition on a key, as `evaluate` answers it for each value that the key may have. */
export function conditionSet(
  condition: Condition,
  domain: KeyDomain,
  reading: Reading,
  budget: Budget,
): ConditionSet {
  const { operator, written } = condition;
  const { version } = reading;
  if (operator === 'unknown')
    return open(domain.values, `IAM documents no operator ${JSON.stringify(written)}`);
  const missing = answer(condition, version, 'absent');
  if (operator === 'Null' || condition.values.length === 0) {
    const present = answer(condition, version, ['any']);
    return constant(domain, present, missing, `it does not say what it compares ${condition.key} with`);
  }
  const each = holdsFor({ ...condition, operator }, domain.each, reading, budget);
  const sure = lifted(condition, domain, each.sure, 'sure', budget);
  const settled = each.sure === each.possible && (condition.set !== null || !domain.many);
  const possible = settled ? sure : lifted(condition, domain, each.possible, 'possible', budget);
  const within = (present: Language): ValueSet =>
    intersectionOf(domain.values, { present, absent: missing === 'yes' }, budget);
  const certain = within(sure);
  if (sure === possible) return { sure: certain, possible: certain };
  const reason =
    each.reason ?? `${condition.key} may have several values, and the operator has no set prefix`;
  return { sure: certain, possible: within(possible), reason };
}

/** The same answer whatever the value. */
export function answer(condition: Condition, version: PolicyVersion, value: ContextValue): Outcome {
  return explainCondition(condition, version, createContext({ [condition.lowerKey]: value }, 'unknown'))
    .outcome;
}

function constant(domain: KeyDomain, present: Outcome, missing: Outcome, reason: string): ConditionSet {
  const set = (holds: (outcome: Outcome) => boolean): ValueSet => ({
    present: holds(present) ? domain.values.present : noText,
    absent: holds(missing) && domain.values.absent,
  });
  const sure = set((outcome) => outcome === 'yes');
  if (present !== 'unknown' && missing !== 'unknown') return { sure, possible: sure };
  return { sure, possible: set((outcome) => outcome !== 'no'), reason };
}

function open(possible: ValueSet, reason: string): ConditionSet {
  return { sure: noValue, possible, reason };
}

/** Several values are an OR, under a negated operator a NOR. */
function holdsFor(condition: Comparing, each: Language, reading: Reading, budget: Budget): Compared {
  const any = comparedWithAny(condition, reading, budget);
  if (!conditionOperators[condition.operator].negated) return any;
  const sure = difference(each, any.possible, budget);
  return { ...any, sure, possible: any.sure === any.possible ? sure : difference(each, any.sure, budget) };
}

/** From the texts that compare to the lists of values for which the condition holds. */
function lifted(
  { set }: Condition,
  { many, each, values }: KeyDomain,
  holds: Language,
  degree: 'sure' | 'possible',
  budget: Budget,
): Language {
  if (!many) return holds;
  if (set === 'ForAllValues') return manyValues(holds, 1, budget);
  if (set === 'ForAnyValue') {
    const none = manyValues(difference(each, holds, budget), 1, budget);
    return difference(values.present, none, budget);
  }
  const one = oneValue(holds, budget);
  return degree === 'sure' ? one : union(one, manyValues(each, 2, budget), budget);
}

/** Whether a condition holds for every value, or for none. */
export function restriction(
  set: ConditionSet,
  domain: KeyDomain,
  budget: Budget,
): 'all' | 'none' | 'some' | 'open' {
  if (hasSample(domain, set.sure) && isWithin(domain.values, set.sure, budget)) return 'all';
  if (isNone(set.possible)) return 'none';
  return isNone(set.sure) ? 'open' : 'some';
}

const samples = new WeakMap<Language, string | null>();

/** One value of the domain is soon asked for, and mostly is not there. */
function hasSample({ values }: KeyDomain, set: ValueSet): boolean {
  const known = samples.get(values.present);
  const sample = known === undefined ? shortest(values.present) : known;
  samples.set(values.present, sample);
  return sample === null || has(set.present, sample);
}
