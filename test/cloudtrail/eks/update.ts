/** How EKS answers a call that changes something later. */
export const update = (type: string, params: Readonly<Record<string, string>> = {}) => ({
  update: {
    id: '3f9a1c52-52d4-4a0e-8a3c-0c9b8f6c7d11',
    status: 'InProgress',
    type,
    params: Object.entries(params).map(([name, value]) => ({ type: name, value })),
    createdAt: 1773300604.418,
    errors: [],
  },
});
