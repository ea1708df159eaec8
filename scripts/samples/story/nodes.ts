import type { Call } from '../call.ts';
import { type Machine, run, setOptions, terminate } from '../ec2.ts';
import { autoscaling, ines, jonas, maren, pipeline } from '../people.ts';

const owned = { 'kubernetes.io/cluster/parcels-prod': 'owned' };
const managed = { ...owned, 'eks:cluster-name': 'parcels-prod', 'eks:nodegroup-name': 'general' };
const profile = 'eks-general-7ac81f30';

const node = (id: string): Machine => ({
  id,
  tokens: 'required',
  tags: managed,
  profile,
  template: 'lt-0b7e4d92c1a6f3850',
});
const gpu: Machine = {
  id: 'i-0b7d21c94e5a8f310',
  tokens: 'optional',
  tags: { ...owned, Name: 'gpu-1' },
  profile: 'parcels-prod-gpu',
};
const spike: Machine = {
  id: 'i-0d4f8a60b3c7e9215',
  tokens: 'optional',
  tags: { ...owned, Name: 'load-test' },
  profile: 'parcels-prod-gpu',
};
/** No instance profile: nothing to take from its metadata service. */
const bastion: Machine = {
  id: 'i-0e93c5b7a1d642f08',
  tokens: 'optional',
  tags: { Name: 'bastion' },
  profile: null,
};

const GENERAL_1 = 'i-0a1c55e07b3d9f201';
const GENERAL_2 = 'i-0a2f81d36c9e4b702';
const GENERAL_3 = 'i-0c3e6f12d8a9b4705';

export const nodesStory: readonly Call[] = [
  run('06:12:03', autoscaling, [node(GENERAL_1), node(GENERAL_2), node(GENERAL_3)]),
  run('06:40:18', pipeline, [gpu]),
  setOptions('09:05:40', maren, gpu.id, { httpTokens: 'required' }),
  run('09:15:27', jonas, [bastion]),
  run('12:45:09', pipeline, [spike]),
  terminate('13:30:55', pipeline, spike.id),
  setOptions('14:00:16', ines, GENERAL_1, { httpPutResponseHopLimit: 3 }),
  setOptions('14:10:21', maren, GENERAL_2, { httpTokens: 'required', httpPutResponseHopLimit: 1 }),
  { ...setOptions('15:00:44', ines, GENERAL_3, { httpTokens: 'optional' }), late: true },
  setOptions('15:20:30', maren, GENERAL_3, { httpTokens: 'required' }),
  {
    ...setOptions('15:31:02', jonas, GENERAL_2, { httpTokens: 'optional' }),
    response: null,
    error: {
      code: 'Client.UnauthorizedOperation',
      message: 'You are not authorized to perform this operation.',
    },
  },
  setOptions('18:05:11', ines, GENERAL_1, { httpPutResponseHopLimit: 1 }),
  terminate('18:40:37', autoscaling, GENERAL_2),
];
