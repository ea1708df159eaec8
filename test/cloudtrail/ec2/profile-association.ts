import { ACCOUNT } from '../records.ts';

export const id = 'i-0dbc91f429e48eeed';
const key = `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/${id}`;
export const profileArn = `arn:aws:iam::${ACCOUNT}:instance-profile/eks/node`;

/** As EC2 answers the call of this name. */
export const associated = (call: string, state: string) => ({
  [`${call}Response`]: {
    xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    requestId: '3a1e9b77-8a2d-4c36-9f1f-5d2a3b4c5d6e',
    iamInstanceProfileAssociation: {
      instanceId: id,
      state,
      associationId: 'iip-assoc-0c3a1f2e4d5b60718',
      iamInstanceProfile: { arn: profileArn, id: 'AIPANODE0001EXAMPLE' },
    },
  },
});
export const patch = (arn: string | null) =>
  ({ op: 'patch', key, fields: { profileArn: arn }, sets: {} }) as const;
