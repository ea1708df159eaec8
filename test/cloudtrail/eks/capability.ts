import { ACCOUNT } from '../records.ts';

export const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:capability/prod/controllers`;

/** As EKS answers. */
export const capability = {
  capabilityName: 'controllers',
  arn: `arn:aws:eks:eu-central-1:${ACCOUNT}:capability/prod/ack/controllers/f1e2d3c4-52d4-4a0e-8a3c-0c9b8f6c7d11`,
  clusterName: 'prod',
  type: 'ACK',
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ack`,
  status: 'CREATING',
  tags: {},
  createdAt: 1773300604.418,
  modifiedAt: 1773300604.418,
  deletePropagationPolicy: 'RETAIN',
};
