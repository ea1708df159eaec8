import { readManifests } from '@podguard/manifests';
import { expect } from 'vitest';

export const ID = 'AKIAQ7ZL2M4N6P3R5S7T';

export const only = (text: string) => {
  const { manifests } = readManifests(text);
  expect(manifests).toHaveLength(1);
  return manifests[0]!;
};
export const deployment = (spec: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n${spec}`;
export const container = (env: string) =>
  deployment(`      containers:\n        - name: a\n          image: shop:1\n          env: ${env}\n`);
