import { kindsReadBy } from '@podguard/core';
import { describe, expect, it } from 'vitest';

describe('the kinds that a rule reads around its own', () => {
  it('are those at the end of a relation', () => {
    expect([...kindsReadBy({ resource: 'iam-user', needs: { keys: [] } as never })]).toEqual(['access-key']);
  });

  it('are those on the way, too', () => {
    const needs = { nodeRoles: [] } as never;
    expect([...kindsReadBy({ resource: 'launch-template-version', needs })].sort()).toEqual([
      'eks-nodegroup',
      'iam-role',
      'launch-template',
    ]);
  });

  it('are those of every kind that it judges, and none without needs', () => {
    const needs = { cluster: [] } as never;
    expect([...kindsReadBy({ resource: ['eks-addon', 'eks-nodegroup'], needs })]).toEqual(['eks-cluster']);
    expect(kindsReadBy({ resource: 'iam-role', needs: {} }).size).toBe(0);
  });
});
