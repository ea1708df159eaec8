import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';

const WATCH = lines(
  '# podguard.config.ts, beside those that it names: then deploy Podguard again',
  "# regions: ['{region}']",
);

export const platformRegionUncovered = defineRule({
  id: 'platform-region-uncovered',
  title: 'A region has clusters, and Podguard does not listen there',
  method: 'platform',
  resource: 'account-region',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports a region that the account has switched on, that has EKS clusters and is not watched. It takes a read of the account, which counts the clusters of all regions.',
  rationale:
    'Nothing that happens to these clusters, or to the instances, secrets and trails of that region, is seen. Who wants to be unseen works where nobody looks.',
  references: [
    'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_ListClusters.html',
  ],
  mappings: {},
  falsePositives: ['A region that another deployment of Podguard watches.'],
  needs: {},
  covers: undefined,
  evaluate(region) {
    const { watched, clusters } = region.state;
    if (watched === true) return pass;
    if (watched === undefined) return indeterminate('watched');
    if (clusters === undefined || clusters === null) return indeterminate('clusters');
    if (clusters === 0) return pass;
    const count = clusters === 1 ? 'one EKS cluster' : `${clusters} EKS clusters`;
    return fail(`${region.region} has ${count}, and nothing listens there`, {
      evidence: [
        { path: 'clusters', value: clusters },
        { path: 'watched', value: watched },
      ],
    });
  },
  mend: { cli: WATCH, terraform: WATCH, cloudformation: WATCH },
});
