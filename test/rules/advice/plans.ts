import type { MigrationPlan, MigrationTarget, Resource } from '@podguard/core';
import { planMigration } from '@podguard/rules';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { CLUSTER_ARN, ISSUER, irsa, PROVIDER } from '../../support/trusts.ts';
import { adviceInput, named, type Scene } from './surroundings.ts';

export const KEY = `arn:aws:iam::${ACCOUNT}:role/app`;
export const cluster = (state: object = {}) =>
  named('eks-cluster', CLUSTER_ARN, { state: { issuer: `https://${ISSUER}`, ...state } });
export const role = (text: string): Resource => named('iam-role', KEY, { state: { arn: KEY, trust: text } });
export const pinned = (subjects: readonly string[], issuer = ISSUER, provider = PROVIDER) =>
  irsa({ StringEquals: { [`${issuer}:sub`]: subjects, [`${issuer}:aud`]: 'sts.amazonaws.com' } }, provider);
export const CART = 'system:serviceaccount:shop:cart';
export const owned = (type: string, name: string) => `arn:aws:eks:${REGION}:${ACCOUNT}:${type}/prod/${name}`;
export const fargate = (namespace: string, labels = '{}') =>
  named('eks-fargate-profile', owned('fargateprofile', namespace), {
    sets: { selectors: { [namespace]: labels } },
  });

export const plan = (scene: Scene, to: MigrationTarget = 'pod-identity') =>
  planMigration(adviceInput(scene), to);
export const commandsIn = ({ steps }: MigrationPlan) => steps.flatMap(({ commands }) => commands);
export const commandsOf = (of: MigrationPlan) => commandsIn(of).join('\n');
export const textsOf = ({ steps }: MigrationPlan) => steps.flatMap(({ text }) => text).join('\n');
export const titlesOf = ({ steps }: MigrationPlan) => steps.map(({ title }) => title);
export const blanksOf = ({ fillIn }: MigrationPlan) => fillIn.map(({ name }) => name);
export const documentNames = ({ steps }: MigrationPlan) =>
  steps.flatMap(({ documents }) => documents.map(({ name }) => name));

export const stepOf = ({ steps }: MigrationPlan, begin: string) => {
  const found = steps.find(({ title }) => title.startsWith(begin));
  if (found === undefined) throw new TypeError(`no step ${begin}`);
  return found;
};
export const documentOf = ({ steps }: MigrationPlan, name: string) => {
  const found = steps.flatMap(({ documents }) => documents).find((one) => one.name === name);
  if (found === undefined) throw new TypeError(`no document ${name}`);
  return found.text;
};
export const CLOSE = 'Take the old way out of the trust policy';
