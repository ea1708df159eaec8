import { defineRule, fail, pass } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { pictureOf } from '../../scripts/docs/case-picture.ts';
import { jsonTexts } from '../../scripts/docs/json-text.ts';
import { lineDiff } from '../../scripts/docs/line-diff.ts';
import { exampleSection } from '../../scripts/docs/rule-example.ts';
import type { DescribedRule } from '../support/described-rules.ts';
import { collectRuleCases } from '../support/rule-cases.ts';
import { resourceOf } from '../support/states.ts';

describe('what a case tells', () => {
  test('is its state, its sets and what is around it, and no default', () => {
    const role = resourceOf('iam-role', { state: { boundary: null }, sets: { policies: { a: true } } });
    expect(
      pictureOf({
        name: 'x',
        state: { httpTokens: 'optional', hopLimit: undefined },
        sets: { tags: { team: 'shop' } },
        some: { other: {} },
        related: { role: { ...role, key: 'arn:x' }, nodegroups: [], gone: { missing: 'arn:y' } } as never,
      }),
    ).toEqual({
      httpTokens: 'optional',
      tags: { team: 'shop' },
      'other (and perhaps others)': [],
      related: { role: { key: 'arn:x', boundary: null, policies: ['a'] }, gone: { missing: 'arn:y' } },
    });
  });

  test('has its documents unfolded, and what is long cut short', () => {
    const { trust, arn, list } = pictureOf({
      name: 'x',
      state: {
        trust: '{"Statement":[]}',
        arn: 'a'.repeat(300),
        list: Array.from({ length: 20 }, () => 'b'),
      } as never,
    });
    expect(trust).toEqual({ Statement: [] });
    expect(arn).toBe(`${'a'.repeat(80)}… (300 characters)`);
    expect(list).toEqual(['b', 'b', '… and 18 more']);
  });

  test('is a text where that only looks like a document', () => {
    expect(pictureOf({ name: 'x', state: { trust: '{no document' } as never })).toEqual({
      trust: '{no document',
    });
  });
});

describe('two states side by side', () => {
  const long = 'a value that takes up a good part of a line, so that two of them do not fit on one';

  test('break their lines at the same places', () => {
    const [one, other] = jsonTexts({ a: { b: long, c: long } }, { a: { c: 'short' } });
    expect(one).toBe(`{\n  "a": {\n    "b": "${long}",\n    "c": "${long}"\n  }\n}`);
    expect(other).toBe('{\n  "a": {\n    "c": "short"\n  }\n}');
  });

  test('have their fields in the same order', () => {
    expect(jsonTexts({ a: 1, b: 2 }, { c: 3, b: 2 })[1]).toBe('{ "b": 2, "c": 3 }');
  });

  test('show what differs, and no comma that only says that more follows', () => {
    expect(lineDiff('{\n  a,\n  b\n}', '{\n  a,\n  b,\n  c\n}')).toBe('  {\n    a,\n    b,\n+   c\n  }');
    expect(lineDiff('x\ny', 'x\nz')).toBe('  x\n- y\n+ z');
  });

  test('leave out what is far from any difference', () => {
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
    const diff = lineDiff(lines.join('\n'), lines.with(30, 'other').join('\n')).split('\n');
    expect([diff.at(0), diff.at(1), diff.at(-2), diff.at(-1)]).toEqual([
      '  …',
      '  line 25',
      '  line 35',
      '  …',
    ]);
    expect(diff).toContain('+ other');
  });
});

describe('the example of a rule', () => {
  const rule = defineRule({
    ...catalogue.rules[0],
    resource: 'ec2-instance',
    evaluate: ({ state }: { readonly state: { readonly hopLimit?: number | null } }) =>
      state.hopLimit === 1 ? pass : fail('it <b>is</b> *bad*'),
  } as never);
  const cases = (neighbour?: string) => ({
    fails: [{ name: 'two hops', state: { hopLimit: 2, httpTokens: 'required' }, evidence: [], neighbour }],
    passes: [
      { name: 'far', state: { hopLimit: 1, httpTokens: 'optional' } },
      { name: 'near', state: { hopLimit: 1, httpTokens: 'required' } },
    ],
  });
  const described = (neighbour?: string) =>
    ({ rule, kind: 'ec2-instance', cases: cases(neighbour) }) as unknown as DescribedRule;

  it('is the first failing case, what the rule says of it, and the nearest that passes', () => {
    const text = exampleSection([described()]);
    expect(text).toContain('**It fails:** two hops.');
    expect(text).toContain(`> it \\<b\\>is\\</b\\> \\*bad\\* (${rule.severity})`);
    expect(text).toContain('**It passes:** near.');
    expect(text).toContain('- { "hopLimit": 2, "httpTokens": "required" }');
  });

  it('has the neighbour that the case names, and none but one that is there', () => {
    expect(exampleSection([described('far')])).toContain('**It passes:** far.');
    expect(() => exampleSection([described('nowhere')])).toThrow('no passing case nowhere');
  });

  it('is on the page of every rule', () => {
    const ids = new Set(collectRuleCases().map((one) => one.rule.id));
    expect([...ids].sort()).toEqual(catalogue.rules.map(({ id }) => id));
  });
});
