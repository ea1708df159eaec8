import { document, type Performers } from './scene.ts';

export const policies: Performers<'policy' | 'policy-default' | 'delete-policy'> = {
  policy: ({ call, serial, alive, put, role, ownPolicy }) =>
    alive(ownPolicy)
      ? undefined
      : put(
          'iam-policy',
          ownPolicy,
          { arn: ownPolicy, defaultVersion: 'v1' },
          {
            versions: {
              v1: [document('*', '*'), document('iam:PassRole', role), document('s3:GetObject', '*'), 'x'][
                call.pick % 4
              ],
            },
          },
          `ANPA${serial}`,
        ),
  'policy-default': ({ call, alive, patch, ownPolicy }) =>
    alive(ownPolicy) ? patch('iam-policy', ownPolicy, { defaultVersion: `v${1 + call.pick}` }) : undefined,
  'delete-policy': ({ alive, remove, ownPolicy }) =>
    alive(ownPolicy) ? remove('iam-policy', ownPolicy) : undefined,
};
