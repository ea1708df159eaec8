import type { Resource } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { inline, ROLE } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import {
  ADMINISTRATOR,
  arn,
  around,
  assume,
  first,
  ROOT,
  role,
  type Sets,
  state,
  step,
  top,
} from './chains.ts';

const rule = ruleOf(catalogue, 'role-chain-to-admin');

describe('role-chain-to-admin witnesses', () => {
  const judge = (sets: Sets, ...roles: readonly Resource<'iam-role'>[]) => {
    const subject = resourceOf('iam-role', { state, sets });
    const verdict = rule.evaluate(subject as never, {
      config: configOf(),
      related: around(...roles) as never,
    });
    if (verdict.status !== 'fail' || verdict.witness === null) throw new Error('no witness');
    return { ...verdict, witness: verdict.witness };
  };
  const other = role('other-top', arn('step'), ADMINISTRATOR);

  test('name every role of the shortest chain', () => {
    const { summary, witness } = judge(first.sets, step, top);
    expect(summary).toBe(
      `Pods that get ${ROLE} by EKS Pod Identity reach an administrator by assuming ${arn('step')}, and with that ${arn('top')}`,
    );
    expect(witness.text).toBe(
      `A pod that gets ${ROLE} may assume ${arn('step')}, and with that ${arn('top')}, an administrator`,
    );
    expect(witness.request).toEqual({ action: 'sts:AssumeRole', roles: [ROLE, arn('step'), arn('top')] });
  });

  test('cover fewer administrators, and no other ones', () => {
    const wide = role('step', ROLE, inline(assume('top', 'other-top')));
    const [one, both] = [judge(first.sets, step, top), judge(first.sets, wide, top, other)];
    expect(both.summary).toContain('other chains: 1');
    expect(rule.covers?.(both.witness, one.witness)).toBe(true);
    expect(rule.covers?.(one.witness, both.witness)).toBe(false);
  });
});

test('roles that all may assume each other are each gone to once', () => {
  const any = inline({ Action: 'sts:AssumeRole' });
  let reads = 0;
  const roles = Array.from({ length: 100 }, (_, index) => {
    const made = role(`r${index}`, ROOT, any);
    const text = made.state.trust;
    const counted = Object.defineProperty({ ...made.state }, 'trust', {
      get: () => {
        reads += 1;
        return text;
      },
    });
    return { ...made, state: counted };
  });
  const related = around(...roles) as never;
  const verdict = rule.evaluate(resourceOf('iam-role', { state, sets: any }) as never, {
    config: configOf(),
    related,
  });
  expect(verdict.status).toBe('indeterminate');
  expect(reads).toBeLessThan(10 * roles.length);
});
