import type { Finding, MigrationDocument, MigrationPlan, MigrationStep } from '@podguard/core';
import { plain } from './plain.ts';
import type { Style } from './style.ts';
import { wrap } from './wrap.ts';

interface MigrationRendering {
  /** Columns of the terminal; absent: lines are as long as their texts. */
  readonly width?: number | undefined;
}

const INDENT = '   ';

/** A migration for a person to follow from top to bottom: what to fill in and to know, then step by step. */
export function renderMigration(
  finding: Finding,
  plan: MigrationPlan,
  style: Style,
  { width = Number.POSITIVE_INFINITY }: MigrationRendering = {},
): string {
  const lines = [
    style.strong(plain(plan.title)),
    style.faint(plain(`${finding.id} · ${finding.rule} · ${plan.from} to ${plan.to}`)),
    '',
    ...fillIn(plan, style, width),
    ...notes(plan, style, width),
    ...plan.steps.flatMap((one, index) => stepLines(one, index + 1, style, width)),
    style.strong('Read more'),
    ...plan.sources.map((source) => `${INDENT}${plain(source)}`),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function fillIn({ fillIn: blanks }: MigrationPlan, style: Style, width: number): readonly string[] {
  if (blanks.length === 0) return [];
  const longest = Math.max(...blanks.map(({ name }) => name.length));
  return [
    style.strong('Fill in (not known here)'),
    ...blanks.flatMap(({ name, what }) =>
      hanging(`${INDENT}${plain(name).padEnd(longest)}  `, plain(what), width),
    ),
    '',
  ];
}

function notes({ notes: all }: MigrationPlan, style: Style, width: number): readonly string[] {
  if (all.length === 0) return [];
  return [style.strong('Before you begin'), ...all.flatMap((note) => hanging(' - ', plain(note), width)), ''];
}

function stepLines(step: MigrationStep, number: number, style: Style, width: number): readonly string[] {
  return [
    style.strong(plain(`${number}. ${step.title}`)),
    ...step.text.flatMap((text) => hanging(INDENT, plain(text), width)),
    ...step.documents.flatMap((document) => documentLines(document, style)),
    ...(step.commands.length === 0
      ? []
      : ['', ...step.commands.map((command) => `${INDENT}${plain(command)}`)]),
    '',
  ];
}

/** Its lines stand as they are, so that they can be copied. */
function documentLines({ name, text }: MigrationDocument, style: Style): readonly string[] {
  return [
    '',
    `${INDENT}${style.faint(plain(`${name}:`))}`,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `${INDENT}${plain(line)}`.trimEnd()),
  ];
}

function hanging(head: string, text: string, width: number): readonly string[] {
  return wrap(text, Math.max(width - head.length, 20)).map((line, index) =>
    index === 0 ? `${head}${line}` : `${' '.repeat(head.length)}${line}`,
  );
}
