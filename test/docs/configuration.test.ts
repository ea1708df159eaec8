import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { configSchema, parseConfig, refuseUnknownRules } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';

const PAGE = readFileSync('docs/configuration.md', 'utf8');
const EXAMPLES = [...PAGE.matchAll(/defineConfig\((\{[^`]*\})\);\n```/g)].map(([, literal]) => literal!);
const REFUSED = [...PAGE.matchAll(/^\| `(\{ .* \})` \| (.+) \|$/gm)].map(([, literal, answer]) => ({
  literal: literal!,
  answer: answer!,
}));

/** In this realm: an object of another is no plain one. */
const evaluated = (literal: string): unknown => vm.runInThisContext(`(${literal})`);

test('the page has examples, also of what is refused', () => {
  expect(EXAMPLES.length).toBeGreaterThan(2);
  expect(REFUSED.length).toBeGreaterThan(10);
});

test.for(EXAMPLES)('the example is accepted: %s', (literal) => {
  const config = parseConfig(evaluated(literal), 'the page');
  expect(() => refuseUnknownRules(config, catalogue.rules, 'the page')).not.toThrow();
});

test.for(REFUSED)('$literal is refused with "$answer"', ({ literal, answer }) => {
  expect(() => parseConfig(evaluated(literal), 'the page')).toThrow(answer);
});

/** By its path: of settings that have names of their own, those. */
function settingsOf(schema: unknown, at: string): readonly string[] {
  const { innerType, shape } = (schema as { readonly def: { innerType?: unknown; shape?: object } }).def;
  if (innerType !== undefined) return settingsOf(innerType, at);
  if (shape === undefined) return [at];
  return Object.entries(shape).flatMap(([name, inner]) => settingsOf(inner, `${at}.${name}`));
}

test('every setting has a row', () => {
  for (const name of Object.keys(configSchema.def.shape))
    expect(PAGE, name).toMatch(new RegExp(`^\\| .*\`${name}(\\.\\w+)*\``, 'm'));
});

test.for(['drift', 'limits', 'remediation'] as const)('every setting of %s has a row', (name) => {
  const settings = settingsOf(configSchema.def.shape[name], name);
  expect(settings.length).toBeGreaterThan(2);
  for (const setting of settings)
    expect(PAGE, setting).toMatch(new RegExp(`^\\| .*\`${setting}\`.* \\|`, 'm'));
});
