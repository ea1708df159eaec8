import { catalogue, FRAMEWORKS, type Framework } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';

const frameworks: Readonly<Record<string, Framework>> = FRAMEWORKS;
const named = catalogue.rules.flatMap((rule) =>
  Object.entries(rule.mappings).flatMap(([key, ids]) => ids.map((id) => ({ rule: rule.id, key, id }))),
);

describe('mappings', () => {
  test('there are some to each framework', () => {
    expect(named.length).toBeGreaterThan(40);
    expect([...new Set(named.map(({ key }) => key))].sort()).toEqual(Object.keys(FRAMEWORKS).sort());
  });

  it.for(named)('$rule names $key $id, which is listed', ({ key, id }) => {
    expect(frameworks[key]?.controls).toHaveProperty([id]);
  });

  test('no rule names a control twice', () => {
    const told = named.map(({ rule, key, id }) => `${rule} ${key} ${id}`);
    expect(told).toEqual([...new Set(told)]);
  });
});

describe.for(Object.entries(frameworks))('%s', ([key, framework]) => {
  test('tells its version and its source', () => {
    expect(framework.version).toMatch(/\d/);
    expect(framework.source).toMatch(/^https:\/\//);
  });

  it.for(Object.entries(framework.controls))(
    '%s has the form of its ids, a title, a source and a rule',
    ([id, control]) => {
      expect(id).toMatch(framework.form);
      expect(control.title.length).toBeGreaterThan(5);
      expect(control.source).toMatch(/^https:\/\//);
      expect(named.filter((one) => one.key === key && one.id === id)).not.toEqual([]);
    },
  );
});
