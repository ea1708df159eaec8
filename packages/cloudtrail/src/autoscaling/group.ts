import { autoScalingGroupKey } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { type Place, text, within } from '../parameters.ts';

/** The group that the request names; Auto Scaling's answers are empty. */
export function requestedGroup(call: Call): { readonly key: string; readonly name: string } | undefined {
  const name = text(call.request, 'autoScalingGroupName');
  return name
    ? { name, key: autoScalingGroupKey(call.partition, call.region, call.account, name) }
    : undefined;
}

/** The launch template that the request names, its own or a mixed instances policy's; `null` where it names none. */
export function requestedTemplate({ request }: Call) {
  const own = within(request, 'launchTemplate');
  const mixed = within(request, 'mixedInstancesPolicy', 'launchTemplate', 'launchTemplateSpecification');
  const template = own || mixed;
  if (!template) return own === undefined || mixed === undefined ? UNKNOWN : null;
  return {
    templateId: text(template, 'launchTemplateId') ?? undefined,
    templateName: text(template, 'launchTemplateName') ?? undefined,
    templateVersion: version(template),
  };
}

export const NO_TEMPLATE = { templateId: null, templateName: null, templateVersion: null };
const UNKNOWN = { templateId: undefined, templateName: undefined, templateVersion: undefined };

/** Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html */
function version(template: Place): string | undefined {
  const told = text(template, 'version');
  return told === null ? '$Default' : told;
}
