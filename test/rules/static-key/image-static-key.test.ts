import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, 'image-static-key'), 'container-build', {
  fails: [
    {
      name: 'a key in ENV',
      sets: { keys: { 'line 3': 'access key AKIA…MPLE' }, keyArguments: {} },
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
  ],
  passes: [{ name: 'no key', sets: { keys: {}, keyArguments: {} } }],
  indeterminate: [{ name: 'its instructions are not known', missing: 'keys' }],
});
