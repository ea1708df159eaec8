import type { Finding, Mend } from '@podguard/core';
import { fillMend } from '@podguard/report';
import { describe, expect, it, test } from 'vitest';
import type { DescribedRule } from '../support/described-rules.ts';
import { collectRuleCases } from '../support/rule-cases.ts';
import { configOf, resourceOf } from '../support/states.ts';

const described = collectRuleCases();
const placeholders = [...Map.groupBy(described, ({ rule }) => rule.id)].flatMap(([id, all]) =>
  [...new Set(placeholdersOf((all[0] as DescribedRule).rule.mend))].map((name) => ({ id, name, all })),
);

describe('the placeholders of the advice on mending', () => {
  test('there are some', () => expect(placeholders.length).toBeGreaterThan(90));

  it.for(placeholders)('$id: {$name} is filled', ({ name, all }) => {
    const filled = all.flatMap(findingsOf).map((finding) => fillMend(only(name), finding).cli);
    const known = filled.filter((value) => value !== unfilled(name));
    expect(known).not.toEqual([]);
    // What the page shows is the whole of it; others may lack a field.
    if (!MAYBE.test(name)) expect(filled[0]).not.toBe(unfilled(name));
  });
});

/** What stands in one of several ways to mend it, of which not every finding takes each. */
const MAYBE = /^policy(?:Arn|Name)$|Before$/;

function only(name: string): Mend {
  return { cli: `{${name}}`, terraform: '', cloudformation: '' };
}

/** What stands for it where it is not known. */
function unfilled(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function placeholdersOf({ cli, terraform, cloudformation }: Mend): readonly string[] {
  return [...`${cli}${terraform}${cloudformation}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
}

/** As far as `fillMend` looks at findings. */
function findingsOf({ rule, kind, cases }: DescribedRule): readonly Finding[] {
  return cases.fails.flatMap((input) => {
    const resource = resourceOf(kind, input);
    const verdict = rule.evaluate(resource as never, {
      config: configOf(input.config),
      related: (input.related ?? {}) as never,
    });
    return verdict.status === 'fail' ? [{ resource, evidence: verdict.evidence } as unknown as Finding] : [];
  });
}
