import {
  canonicalJson,
  type JsonValue,
  normalPolicyText,
  type PlannedField,
  type RemediationPlan,
  sameJson,
} from '@podguard/core';
import { type ChangedLine, changedLines } from './changed-lines.ts';
import { plain } from './plain.ts';

/** A field that a plan changes, line by line. */
export interface PlanChange {
  readonly name: string;
  readonly lines: readonly ChangedLine[];
}

/** What a plan changes; that the resource itself comes or goes is told first. What stays as it is, is sent and compared only. */
export function planChanges({ fields, present }: RemediationPlan): readonly PlanChange[] {
  const itself =
    present.before === present.after
      ? []
      : [{ name: 'the resource', before: present.before || null, after: present.after || null }];
  const changed = fields.filter(({ before, after }) => !sameJson(before, after));
  return [...itself, ...changed].map((field) => ({
    name: field.name,
    lines: changedLines(linesOf(field.before, field), linesOf(field.after, field)),
  }));
}

/** The same as text: `-` before lines that go, `+` before those that come. No text of somebody's makes a line of its own. */
export function changeText(changes: readonly PlanChange[]): string {
  return changes
    .flatMap(({ name, lines }) => [
      `${plain(name)}:`,
      ...lines.map((line) =>
        line.side === 'gap'
          ? `  … ${line.count} ${line.count === 1 ? 'line' : 'lines'} left as before`
          : `${MARKS[line.side]} ${plain(line.text)}`,
      ),
    ])
    .join('\n');
}

const MARKS = { both: ' ', before: '-', after: '+' } as const;

/** Documents over several lines, so that what differs in them is seen; of what is not there no line but that. */
function linesOf(value: JsonValue, { name }: Pick<PlannedField, 'name'>): readonly string[] {
  if (value === null) return ['none'];
  if (value === true && (name.includes(' ') || name === 'the resource')) return ['there'];
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return /^\s*[{[]/.test(text) ? documentLines(text) : text.split('\n');
}

function documentLines(text: string): readonly string[] {
  const document = normalPolicyText(text);
  try {
    return JSON.stringify(JSON.parse(document), null, 2).split('\n');
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return document.split('\n');
    throw error;
  }
}
