import { ACCOUNT } from '../records.ts';

export const templateId = 'lt-0a1b2c3d4e5f60718';
export const key = `arn:aws:ec2:eu-central-1:${ACCOUNT}:launch-template/${templateId}`;

/** As EC2 answers the call of this name. */
export const answer = (call: string, members: object) =>
  ({
    [`${call}Response`]: {
      xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
      requestId: '3a1e9b77-8a2d-4c36-9f1f-5d2a3b4c5d6e',
      ...members,
    },
  }) as never;

export const template = (defaultVersionNumber: number, latestVersionNumber: number) => ({
  launchTemplate: {
    launchTemplateId: templateId,
    launchTemplateName: 'workers',
    createTime: '2026-03-12T07:30:04.000Z',
    createdBy: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/deploy-7`,
    defaultVersionNumber,
    latestVersionNumber,
  },
});
