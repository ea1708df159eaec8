import type { JsonValue, Kind, Verdict } from '@podguard/core';
import type { RuleCase } from '../../test/support/describe-rule.ts';
import type { DescribedRule } from '../../test/support/described-rules.ts';
import { configOf, resourceOf } from '../../test/support/states.ts';
import { pictureOf } from './case-picture.ts';
import { jsonTexts } from './json-text.ts';
import { lineDiff } from './line-diff.ts';

/** A state by which a rule fails, and the nearest by which it passes, from its tests: one of each kind that it judges. */
export function exampleSection(ofRule: readonly DescribedRule[]): string {
  const kinds = [...Map.groupBy(ofRule, ({ kind }) => kind)];
  const examples = kinds.map(([kind, [first]]) =>
    kinds.length === 1
      ? exampleOf(first as DescribedRule)
      : `### ${kind}\n\n${exampleOf(first as DescribedRule)}`,
  );
  return `## Example\n\nFrom its tests ([how to read it](README.md#the-examples)).\n\n${examples.join('\n\n')}`;
}

function exampleOf({ rule, kind, cases }: DescribedRule): string {
  const [input] = cases.fails;
  const verdict: Verdict = rule.evaluate(resourceOf(kind, input) as never, {
    config: configOf(input.config),
    related: (input.related ?? {}) as never,
  });
  if (verdict.status !== 'fail') throw new Error(`${rule.id} does not fail: ${input.name}`);
  const named = cases.passes.find(({ name }) => name === input.neighbour);
  if (input.neighbour !== undefined && named === undefined)
    throw new Error(`${rule.id} has no passing case ${input.neighbour}`);
  const neighbour = named ?? nearest(input, cases.passes);
  const [bad, good] = jsonTexts(pictureOf(input), pictureOf(neighbour));
  const severity = verdict.graded?.severity ?? rule.severity;
  return [
    `**It fails:** ${input.name}.`,
    block('json', bad),
    `> ${markdownText(verdict.summary)} (${severity})`,
    ...(verdict.witness === null
      ? []
      : [`The request that proves it: ${markdownText(verdict.witness.text)}.`]),
    `**It passes:** ${neighbour.name}.`,
    block('diff', lineDiff(bad, good)),
  ].join('\n\n');
}

/** The case of which the fewest values differ. */
function nearest(input: RuleCase<Kind>, passes: readonly RuleCase<Kind>[]): RuleCase<Kind> {
  const told = leavesOf(pictureOf(input));
  const distances = passes.map((other) => {
    const others = leavesOf(pictureOf(other));
    return (
      [...told].filter((leaf) => !others.has(leaf)).length +
      [...others].filter((leaf) => !told.has(leaf)).length
    );
  });
  return passes[distances.indexOf(Math.min(...distances))] as RuleCase<Kind>;
}

function leavesOf(value: JsonValue, path = ''): Set<string> {
  if (typeof value !== 'object' || value === null) return new Set([`${path}=${JSON.stringify(value)}`]);
  const inner = Object.entries(value).map(([name, one]) => leavesOf(one as JsonValue, `${path}/${name}`));
  return new Set([path, ...inner.flatMap((leaves) => [...leaves])]);
}

function markdownText(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/g, '\\$&');
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
