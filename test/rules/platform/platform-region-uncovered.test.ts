import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, 'platform-region-uncovered'), 'account-region', {
  fails: [
    {
      name: 'one cluster where nobody listens',
      state: { watched: false, clusters: 1 },
      evidence: ['clusters'],
    },
    { name: 'several', state: { watched: false, clusters: 12 }, evidence: ['clusters', 'watched'] },
  ],
  passes: [
    { name: 'no cluster there', state: { watched: false, clusters: 0 } },
    { name: 'it is watched: its clusters are listed elsewhere', state: { watched: true, clusters: null } },
    { name: 'it is watched and has clusters', state: { watched: true, clusters: 3 } },
  ],
  indeterminate: [
    { name: 'whether it is watched is not known', state: { clusters: 1 }, missing: 'watched' },
    { name: 'its clusters were not counted', state: { watched: false }, missing: 'clusters' },
    {
      name: 'it was watched, and its clusters were not counted since',
      state: { watched: false, clusters: null },
      missing: 'clusters',
    },
  ],
});
