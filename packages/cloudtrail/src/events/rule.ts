import { parseArn } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { text } from '../parameters.ts';

/** The rule that a call is about: by its name and the name or ARN of its bus, without which it is on the default one. */
export function ruleOf(
  call: Call,
  member: 'name' | 'rule',
): { readonly arn: string; readonly name: string } | undefined {
  const answered = text(call.response, 'ruleArn');
  const path = answered ? parseArn(answered)?.resource : undefined;
  const name = text(call.request, member) ?? path?.slice(path.lastIndexOf('/') + 1);
  if (!name) return undefined;
  if (answered) return { arn: answered, name };
  const bus = text(call.request, 'eventBusName');
  if (bus === undefined) return undefined;
  const { partition, region, account, resource } = parseArn(bus ?? '') ?? { ...call, resource: bus };
  const onBus = resource?.replace(/^event-bus\//, '') ?? 'default';
  const place = onBus === 'default' ? name : `${onBus}/${name}`;
  return { arn: `arn:${partition}:events:${region}:${account}:rule/${place}`, name };
}
