import { splitArn } from '../arn-pattern.ts';
import { type ComparingOperator, conditionOperators } from '../conditions/operators.ts';
import { ANY_RUN, codePoints, compileGlob, type Glob } from '../glob.ts';
import type { Budget } from '../language/budget.ts';
import { ANY_LETTER, letter, literal, repeated, sequence, times, toLanguage } from '../language/fragments.ts';
import { difference, everyText, exactly, type Language, noText, union } from '../language/language.ts';
import { arnLanguage, caselessLanguage, globLanguage } from '../language/patterns.ts';
import type { TemplatePart } from '../variables.ts';

/** The texts that one policy value surely compares with, and those it may compare with. */
export interface Compared {
  readonly sure: Language;
  readonly possible: Language;
  /** Why the two differ. */
  readonly reason?: string;
}

const ARN_PARTS = 6;

/** A policy value as an operator reads it; `parts` holds no variable. */
export function compared(
  operator: ComparingOperator,
  parts: readonly TemplatePart[],
  budget: Budget,
): Compared {
  const text = parts.map(textOf).join('');
  switch (operator) {
    case 'StringEquals':
    case 'StringNotEquals':
      return exact(exactly(text));
    case 'StringEqualsIgnoreCase':
    case 'StringNotEqualsIgnoreCase': {
      const language = caselessLanguage(text, budget);
      return language === null ? open('case beyond ASCII is not compared here') : exact(language);
    }
    case 'StringLike':
    case 'StringNotLike':
      return exact(globLanguage(globOf(parts), budget));
    case 'ArnEquals':
    case 'ArnLike':
    case 'ArnNotEquals':
    case 'ArnNotLike':
      return comparedArn(globOf(parts), budget);
    default:
      return probed(operator, text, budget);
  }
}

/** A value with a variable in it: anything may stand in its place. */
export function comparedWithVariable(
  operator: ComparingOperator,
  parts: readonly TemplatePart[],
  budget: Budget,
): Language {
  const glob = parts.flatMap((part): Glob => {
    if (part.kind === 'variable') return [ANY_RUN];
    return isPlain(operator) || part.kind === 'escape' ? codePoints(part.text) : compileGlob(part.text);
  });
  return operator.includes('IgnoreCase') ? everyText : globLanguage(glob, budget);
}

function isPlain(operator: ComparingOperator): boolean {
  return operator === 'StringEquals' || operator === 'StringNotEquals';
}

function globOf(parts: readonly TemplatePart[]): Glob {
  return parts.flatMap((part) =>
    part.kind === 'escape' ? codePoints(part.text) : compileGlob(textOf(part)),
  );
}

function textOf(part: TemplatePart): string {
  return part.kind === 'variable' ? '' : part.text;
}

function exact(language: Language): Compared {
  return { sure: language, possible: language };
}

function open(reason: string): Compared {
  return { sure: noText, possible: everyText, reason };
}

/** Mirrors `matchArn`: an incomplete pattern decides nothing, but `*` alone is every ARN. */
function comparedArn(glob: Glob, budget: Budget): Compared {
  const parts = splitArn(glob);
  if (parts.length === ARN_PARTS) return exact(arnLanguage(parts, budget));
  const star = glob.length === 1 && glob[0] === ANY_RUN;
  const sure = star ? toLanguage(anyArn, budget) : noText;
  const possible = union(globLanguage(glob, budget), globLanguage([...glob, ANY_RUN], budget), budget);
  return { sure, possible, reason: 'AWS does not say what an ARN pattern of fewer than six parts matches' };
}

const anyRun = repeated(letter(ANY_LETTER));
const anyArn = sequence(times(sequence(anyRun, literal(':')), ARN_PARTS - 1), anyRun);

/** Operators that compare numbers, dates, addresses or truth values: decided for a few texts, open for all others. */
function probed(operator: ComparingOperator, text: string, budget: Budget): Compared {
  const rule = conditionOperators[operator];
  const outcomes = probesOf(operator, text).map(
    (probe) => [probe, rule.compare(probe, [{ text, from: 'policy' }])] as const,
  );
  const those = (wanted: string): Language =>
    exactly(...outcomes.filter(([, outcome]) => outcome === wanted).map(([probe]) => probe));
  return {
    sure: those('yes'),
    possible: difference(everyText, those('no'), budget),
    reason: `what ${operator} makes of a text is decided for a concrete request only`,
  };
}

/** A time is nobody's to choose, so that of dates none is tried. */
function probesOf(operator: ComparingOperator, text: string): readonly string[] {
  if (operator === 'Bool') return ['true', 'false'];
  if (operator.includes('IpAddress')) return [text.split('/')[0]!, '198.51.100.7', '2001:db8::7'];
  if (!operator.startsWith('Numeric')) return [];
  return /^\d{1,15}$/.test(text)
    ? [text, String(Number(text) + 1), String(Math.max(0, Number(text) - 1))]
    : [];
}
