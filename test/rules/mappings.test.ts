import { catalogue, FRAMEWORKS, type Framework } from '@podguard/rules';
import { describe, expect, it, test } from 'vitest';
import { HUB_CONTROLS, OWN_TEXTS } from '../support/control-pages.ts';
import { configOf } from '../support/states.ts';

const frameworks: Readonly<Record<string, Framework>> = FRAMEWORKS;
const named = catalogue.rules.flatMap((rule) =>
  Object.entries(rule.mappings).flatMap(([key, ids]) => ids.map((id) => ({ rule: rule.id, key, id }))),
);

describe('mappings', () => {
  test('there are some to each framework', () => {
    expect(named.length).toBeGreaterThan(35);
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

describe('each id is one that its page lists', () => {
  const hubOf = (source: string) =>
    Object.keys(HUB_CONTROLS).find((id) =>
      source.endsWith(`-controls.html#${id.toLowerCase().replace('.', '-')}`),
    );

  it.for(named)('$rule names $key $id, as a page that was read has it', ({ rule, key, id }) => {
    const source = frameworks[key]?.controls[id]?.source ?? '';
    const told = OWN_TEXTS[`${key} ${id}`];
    if (key === 'fsbp') return expect(hubOf(source)).toBe(id);
    if (told !== undefined && hubOf(source) === undefined) return expect(source).toBe(told[0]);
    // By a control of Security Hub: the one that the rule names too, or, where that standard has none, the one of the source.
    const hubs = catalogue.rules.find((one) => one.id === rule)?.mappings.fsbp ?? [hubOf(source) ?? ''];
    const lists = (hub: string) => HUB_CONTROLS[hub]?.related[key]?.split(' ') ?? [];
    expect(lists(hubOf(source) ?? '')).toContain(id);
    expect(hubs.flatMap(lists)).toContain(id);
  });

  test('no page is kept that nothing names', () => {
    const ids = named.map(({ key, id }) => `${key} ${id}`);
    expect(Object.keys(OWN_TEXTS).filter((id) => !ids.includes(id))).toEqual([]);
  });

  /** What counts days by default reports nothing that the control lets pass. */
  it.for([
    { rule: 'static-key-stale', hub: 'IAM.3', limit: 'keyAgeDays' },
    { rule: 'static-key-unused', hub: 'IAM.22', limit: 'keyUnusedDays' },
  ] as const)('$rule counts no fewer days than $hub', ({ rule, hub, limit }) => {
    const sources = named
      .filter((one) => one.rule === rule)
      .map(({ key, id }) => frameworks[key]?.controls[id]?.source);
    const days = sources.flatMap((source) => HUB_CONTROLS[hubOf(source ?? '') ?? '']?.days ?? []);
    expect(sources.flatMap((source) => hubOf(source ?? '') ?? [])).toContain(hub);
    expect(Math.max(...days)).toBeLessThanOrEqual(configOf().limits[limit]);
  });
});
