import type { Operation } from './operation.ts';

/** Who calls: a user of the account. */
export const STS: readonly Operation[] = [
  {
    service: 'sts',
    name: 'GetCallerIdentity',
    writes: false,
    run: (_input, { account: { id } }) => ({
      Arn: `arn:aws:iam::${id}:user/reader`,
      UserId: 'AIDAREADER',
      Account: id,
    }),
  },
];
