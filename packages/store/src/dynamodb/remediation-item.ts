import { type Remediation, remediationSchema } from '@podguard/core';
import { remediationEnd, remediationPlace, remediationTarget } from '../remediations.ts';
import { toBody } from './body.ts';
import {
  OPEN_REMEDIATIONS_PARTITION,
  REMEDIATIONS_PARTITION,
  remediationKey,
  remediationsOf,
} from './keys.ts';
import { type Attributes, parsed, SCHEMA_VERSION } from './resource-item.ts';

const WAY = 'update podguard, or delete it: it cannot be rolled back by podguard then';

export function toRemediationAttributes(remediation: Remediation): Attributes {
  return {
    ...remediationKey(remediation.id),
    v: SCHEMA_VERSION,
    version: remediation.version,
    body: toBody(remediation),
    expires: expiresOf(remediation),
  };
}

export function fromRemediationAttributes(attributes: Attributes): Remediation {
  return parsed(attributes, remediationSchema, WAY) as unknown as Remediation;
}

/** By which it is found in the order of time: among all, and among those of its target. */
export function listingRows(remediation: Remediation): readonly Attributes[] {
  const partitions = [REMEDIATIONS_PARTITION, remediationsOf(remediationTarget(remediation))];
  return partitions.map((pk) => ({
    pk,
    sk: remediationPlace(remediation),
    v: SCHEMA_VERSION,
    id: remediation.id,
    expires: expiresOf(remediation),
  }));
}

export function openRow(remediation: Remediation): Attributes {
  const { id, version } = remediation;
  return {
    pk: OPEN_REMEDIATIONS_PARTITION,
    sk: id,
    v: SCHEMA_VERSION,
    version,
    expires: expiresOf(remediation),
  };
}

function expiresOf(remediation: Remediation): number {
  return Math.ceil(remediationEnd(remediation) / 1000);
}
