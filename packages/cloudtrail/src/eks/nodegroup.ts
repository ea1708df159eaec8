import { nodegroupKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { type Place, text, within } from '../parameters.ts';
import { keyOfOwned, ownedNames } from './owned.ts';

/** The node group that an answer holds. */
export function answeredNodegroup(call: Call): Place {
  return within(call.response, 'nodegroup');
}

export function nodegroupNames(call: Call) {
  const { clusterName, name } = ownedNames(call, answeredNodegroup(call), 'nodegroupName');
  return { clusterName, nodegroupName: name };
}

export function keyOfNodegroup(call: Call): string | undefined {
  return keyOfOwned(call, nodegroupKey, ownedNames(call, answeredNodegroup(call), 'nodegroupName'));
}

/** The launch template that a node group is made of; all `null` where it is known to have none of its own. */
export function nodegroupTemplate(call: Call) {
  const answered = within(answeredNodegroup(call), 'launchTemplate');
  const requested = within(call.request, 'launchTemplate');
  const template = answered || (requested === undefined ? answered : requested);
  if (!template) return { templateId: template, templateName: template, templateVersion: template };
  return {
    templateId: text(template, 'id') ?? undefined,
    templateName: text(template, 'name') ?? undefined,
    templateVersion: templateVersion(template),
  };
}

/** EKS keeps the number of the version that `$Latest`, or no version, means at the time. */
export function templateVersion(template: Place): string | undefined {
  const version = text(template, 'version');
  return version && /^\d+$/.test(version) ? version : undefined;
}
