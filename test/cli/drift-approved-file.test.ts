import { type Approval, canonicalJson, type JsonValue } from '@podguard/core';
import fc from 'fast-check';
import { parseApprovedYaml, toApprovedYaml } from 'podguard/drift';
import { describe, expect, it } from 'vitest';

const role: Approval = {
  ...{ key: 'arn:aws:iam::111122223333:role/app', kind: 'iam-role', account: '111122223333' },
  ...{ region: 'us-east-1', by: 'noor', at: '2026-02-01T00:00:00Z', reason: 'reviewed in march' },
  state: {
    fields: { trust: '{"Statement":[{"Effect":"Allow"}]}', boundary: null, maxSessionDuration: 3600 },
    sets: { policies: { 'arn:aws:iam::aws:policy/ReadOnlyAccess': true }, tags: {} },
  },
};
const gone: Approval = { ...role, key: 'arn:aws:iam::111122223333:role/a', reason: null, state: null };

/** Texts that are JSON, and are not written as AWS writes policies. */
const TAGS = ['[ 1 ]', '{ "a": 1 }', '[]', '{}', '[1]', '[\n  1\n]', '[\n  1\n]\n', '{}\n', '[1]\n', ' [1]'];

const told = (approval: Approval) => canonicalJson(approval as unknown as JsonValue);

describe('a file of what is approved', () => {
  it('reads as a person would write it: sorted, with a head that says what it is, policies over lines', () => {
    const text = toApprovedYaml([role, gone]);
    expect(text).toBe(toApprovedYaml([gone, role]));
    expect(text).toMatch(
      /^# What is approved.*\n#.*\n#.*\n\nversion: 1\napproved:\n {2}- key: arn:aws:iam::111122223333:role\/a\n/,
    );
    expect(text).toContain(
      '        trust: |-\n          {\n            "Statement": [\n              {\n                "Effect": "Allow"\n',
    );
  });

  it.for(TAGS)('brings back the text %j as it is, and writes it the same again', (note) => {
    const tagged = { ...role, state: { fields: {}, sets: { tags: { note } } } };
    const text = toApprovedYaml([tagged]);
    const back = parseApprovedYaml(text, 'approved.yaml');
    expect(back).toEqual([tagged]);
    expect(toApprovedYaml(back)).toBe(text);
  });

  it('brings back what was written, whatever people called things', () => {
    const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.constantFrom('__proto__', 'null', '- a', '# b', 'a: b', ...TAGS),
    );
    const values = fc.dictionary(text, fc.oneof(json, text), { maxKeys: 4 });
    const value = fc.oneof(json, text);
    const fields = fc.record({ arn: value, trust: value, boundary: value }, { requiredKeys: [] });
    const sets = fc.record({ policies: values, inlinePolicies: values, tags: values }, { requiredKeys: [] });
    const approval = fc.record({
      ...{ key: text.filter((key) => key !== ''), kind: fc.constant('iam-role' as const), account: text },
      ...{
        region: text,
        by: fc.constant('noor'),
        at: fc.constant('2026-02-01T00:00:00Z'),
        reason: fc.option(text),
      },
      state: fc.option(fc.record({ fields, sets })),
    });
    fc.assert(
      fc.property(fc.uniqueArray(approval, { selector: ({ key }) => key, maxLength: 4 }), (approvals) => {
        const back = parseApprovedYaml(toApprovedYaml(approvals), 'approved.yaml');
        expect(back.map(told)).toEqual(approvals.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(told));
      }),
      { numRuns: 200 },
    );
    expect(parseApprovedYaml(toApprovedYaml([role, gone]), 'approved.yaml')).toEqual([gone, role]);
    const hostile = { ...role, state: { fields: {}, sets: { tags: JSON.parse('{"__proto__":"x"}') } } };
    expect(JSON.stringify(parseApprovedYaml(toApprovedYaml([hostile]), 'f'))).toBe(JSON.stringify([hostile]));
  });

  it.for<[what: string, edit: (text: string) => string, message: RegExp]>([
    ['no YAML', () => 'approved: [\n  - a', /^approved\.yaml:\d+: /],
    ['an empty text', () => '', /^approved\.yaml:1: /],
    ['another version', (text) => text.replace('version: 1', 'version: 2'), /approved\.yaml:5: version: /],
    [
      'a kind that is none',
      (text) => text.replace('kind: iam-role', 'kind: iam-rolle'),
      /approved\.yaml:8: approved\.0\.kind: /,
    ],
    [
      'a name that is none',
      (text) => text.replace('    by: noor', '    bye: noor\n    by: noor'),
      /approved\.yaml:7: approved\.0: .*bye/,
    ],
    [
      'nobody who approved it',
      (text) => text.replace('    by: noor\n', ''),
      /approved\.yaml:7: approved\.0\.by: /,
    ],
    [
      'a time that is none',
      (text) => text.replace('2026-02-01T00:00:00Z', 'yesterday'),
      /approved\.yaml:12: approved\.0\.at: /,
    ],
    [
      'a resource that is there twice',
      (text) => text.replace('role/app', 'role/a'),
      /approved\.yaml:15: arn:aws:iam::111122223333:role\/a is there twice/,
    ],
    [
      'a state that is a list',
      (text) => text.replace('state: null', 'state: []'),
      /approved\.yaml:14: approved\.0\.state: /,
    ],
    [
      'aliases that grow without bound',
      () => `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]`,
      /approved\.yaml:1: .*alias/,
    ],
  ])('with %s is refused whole, and the line is named', ([, edit, message]) => {
    const parse = () => parseApprovedYaml(edit(toApprovedYaml([role, gone])), 'approved.yaml');
    expect(parse).toThrow(message);
    expect(parse).toThrow(/nothing was approved: mend the file/);
  });
});
