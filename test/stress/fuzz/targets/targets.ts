import type { FuzzTarget } from '../target.ts';
import { archives } from './archives.ts';
import { checked, dockerfiles, manifests } from './checked.ts';
import { hiddenManifests, hiddenPolicies, hiddenRecords } from './hidden.ts';
import { inventory } from './inventory.ts';
import { evaluated, judged } from './judged.ts';
import { driftEvents, messages, slackCalls } from './messages.ts';
import { permissions, policies, trusts } from './policies.ts';
import { logs, records } from './records.ts';
import { exemptions, settings } from './settings.ts';
import { stored } from './stored.ts';

/** Every door. Those whose inputs are cheap take more of them. */
export const TARGETS: readonly FuzzTarget[] = [
  logs,
  records,
  policies,
  trusts,
  permissions,
  manifests,
  dockerfiles,
  checked,
  archives,
  settings,
  exemptions,
  messages,
  driftEvents,
  slackCalls,
  judged,
  evaluated,
  stored,
  inventory,
  hiddenPolicies,
  hiddenRecords,
  hiddenManifests,
];

export function targetNamed(name: string): FuzzTarget {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined)
    throw new Error(`there is no target ${name}; there are: ${TARGETS.map((one) => one.name).join(', ')}`);
  return target;
}
