import { ACCOUNT, type Performers } from './scene.ts';

export const keys: Performers<'key' | 'key-status' | 'delete-key'> = {
  key: ({ call, truth, put, accessKey }) => {
    if (truth.has(accessKey)) return undefined;
    return put(
      'access-key',
      accessKey,
      {
        keyId: `AKIA${call.which}`,
        userName: 'ci',
        status: 'Active',
        ofRoot: false,
        creator: `arn:aws:iam::${ACCOUNT}:user/ci`,
        createdByOwner: call.pick % 2 === 0,
      },
      {},
    );
  },
  'key-status': ({ call, alive, patch, accessKey }) =>
    alive(accessKey)
      ? patch('access-key', accessKey, { status: call.pick % 2 === 0 ? 'Active' : 'Inactive' })
      : undefined,
  'delete-key': ({ alive, remove, accessKey }) =>
    alive(accessKey) ? remove('access-key', accessKey) : undefined,
};
