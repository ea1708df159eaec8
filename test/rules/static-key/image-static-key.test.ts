import type { Fail } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';

test('names the first line of the file first, where 10 comes after 3', () => {
  const rule = ruleOf(catalogue, 'image-static-key');
  const kept = { 'line 10': 'access key AKIA…5S7T', 'line 3': 'secret access key' };
  const argued = { 'line 10': 'AWS_SECRET_ACCESS_KEY', 'line 3': 'AWS_ACCESS_KEY_ID' };
  for (const [sets, said] of [
    [{ keys: kept, keyArguments: {} }, '(line 3)'],
    [{ keys: {}, keyArguments: argued }, 'AWS_ACCESS_KEY_ID'],
  ] as const) {
    const resource = resourceOf('container-build', { sets });
    const verdict = rule.evaluate(resource as never, { config: configOf(), related: {} as never });
    expect(verdict).toMatchObject({ evidence: [{ path: 'line 3' }, { path: 'line 10' }] });
    expect((verdict as Fail).summary).toContain(said);
  }
});

test('names every place, that of the summary first, then by how much each weighs', () => {
  const rule = ruleOf(catalogue, 'image-static-key');
  const keyArguments = {
    'line 2': 'AWS_ACCESS_KEY_ID (stage b)',
    'line 3': 'the file .aws/credentials',
  };
  for (const [keys, paths, said] of [
    [{ 'line 4': 'secret access key' }, ['line 4', 'line 3', 'line 2'], '(line 4)'],
    [{}, ['line 3', 'line 2'], 'the file .aws/credentials'],
  ] as const) {
    const resource = resourceOf('container-build', { sets: { keys, keyArguments } });
    const verdict = rule.evaluate(resource as never, { config: configOf(), related: {} as never }) as Fail;
    expect(verdict.evidence.map(({ path }) => path)).toEqual(paths);
    expect(verdict.summary).toContain(said);
  }
});

test.for([
  ['AWS_ACCESS_KEY_ID', "The build takes AWS_ACCESS_KEY_ID as an argument, which the image's history keeps"],
  [
    'AWS_ACCESS_KEY_ID (stage b)',
    "The build takes AWS_ACCESS_KEY_ID (stage b) as an argument: the image leaves that stage out, the build's cache and provenance may keep it",
  ],
  ['the file .aws/credentials', 'The build takes the file .aws/credentials, which the image keeps'],
  [
    'the files of .aws (stage b)',
    "The build takes the files of .aws (stage b): the image leaves that stage out, the build's cache may keep it",
  ],
] as const)('says of %s how the build takes it', ([taken, summary]) => {
  const resource = resourceOf('container-build', { sets: { keys: {}, keyArguments: { 'line 2': taken } } });
  const rule = ruleOf(catalogue, 'image-static-key');
  expect(rule.evaluate(resource as never, { config: configOf(), related: {} as never })).toMatchObject({
    summary,
  });
});

describeRule(ruleOf(catalogue, 'image-static-key'), 'container-build', {
  fails: [
    {
      name: 'a key in ENV',
      sets: { keys: { 'line 3': 'access key AKIA…5S7T' }, keyArguments: {} },
      evidence: ['line 3'],
    },
    {
      name: 'a build argument for a key',
      sets: { keys: {}, keyArguments: { 'line 2': 'AWS_SECRET_ACCESS_KEY' } },
      severity: 'high',
      evidence: ['line 2'],
    },
    {
      name: 'a build argument of a stage that only gives files away',
      sets: { keys: {}, keyArguments: { 'line 2': 'AWS_SECRET_ACCESS_KEY (stage build)' } },
      severity: 'medium',
      evidence: ['line 2'],
    },
    {
      name: "a build argument of such a stage, and one of the image's own",
      sets: {
        keys: {},
        keyArguments: { 'line 2': 'AWS_ACCESS_KEY_ID (stage build)', 'line 5': 'AWS_ACCESS_KEY_ID' },
      },
      severity: 'high',
      evidence: ['line 5'],
    },
    {
      name: 'a credentials file',
      sets: { keys: {}, keyArguments: { 'line 2': 'the file .aws/credentials' } },
      severity: 'high',
      evidence: ['line 2'],
    },
    {
      name: 'a credentials file of a stage that only gives files away',
      sets: { keys: {}, keyArguments: { 'line 2': 'the files of .aws (stage build)' } },
      severity: 'medium',
      evidence: ['line 2'],
    },
  ],
  passes: [{ name: 'no key', sets: { keys: {}, keyArguments: {} } }],
  indeterminate: [{ name: 'its instructions are not known', missing: 'keys' }],
});
