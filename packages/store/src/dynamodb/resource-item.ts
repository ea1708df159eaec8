import {
  type Approval,
  approvalSchema,
  type Exemption,
  type Item,
  type PersonAction,
  ServiceError,
  type Transition,
} from '@podguard/core';
import * as z from 'zod/mini';
import { tombstoneEnd } from '../tombstone.ts';
import { fromBody, toBody } from './body.ts';
import { actionSchema, exemptionSchema, itemSchema, transitionSchema } from './item-schema.ts';
import { itemKey, pendingShard, transitionKey } from './keys.ts';

/** The version of what this file writes. */
export const SCHEMA_VERSION = 4;

export type Attributes = Readonly<Record<string, unknown>>;

export function toAttributes(item: Item, now: number): Attributes {
  const key = itemKey(item.key);
  return {
    ...key,
    v: SCHEMA_VERSION,
    version: item.version,
    judgedWith: item.judgedWith,
    body: toBody(item),
    ...(item.pending === null ? {} : { pending: pendingShard(key.pk) }),
    ...(item.goneAt === null ? {} : { expires: Math.ceil(tombstoneEnd(now) / 1000) }),
  };
}

/** The item, or undefined where its time is over: DynamoDB deletes such items days later. */
export function fromAttributes(attributes: Attributes, now: number): Item | undefined {
  if (isExpired(attributes, now)) return undefined;
  const item = parsed(attributes, itemSchema) as unknown as Item;
  if (itemKey(item.key).pk !== attributes.pk)
    throw new ServiceError(
      'item-malformed',
      `${shown(attributes.pk)} holds what is known of ${item.key}: delete it and replay its events`,
    );
  const { outgoing } = item;
  if (outgoing === null) return item;
  return { ...item, outgoing: { ...outgoing, transitions: outgoing.transitions.map(withDecided) } };
}

export function isExpired({ expires }: Attributes, now: number): boolean {
  return typeof expires === 'number' && expires * 1000 <= now;
}

export function toTransitionAttributes(transition: Transition): Attributes {
  return { ...transitionKey(transition.at, transition.id), ...transitionContent(transition) };
}

export function transitionContent(transition: Transition): Attributes {
  return { v: SCHEMA_VERSION, body: toBody(transition) };
}

export function fromTransitionAttributes(attributes: Attributes): Transition {
  return withDecided(parsed(attributes, transitionSchema) as unknown as Transition);
}

/** What was written before findings told of exemptions and owners does not name them. */
function withDecided(transition: Transition): Transition {
  const { exemption = null, acknowledged = null, owner = null } = transition.finding;
  return { ...transition, finding: { ...transition.finding, exemption, acknowledged, owner } };
}

/** Or why it cannot be read. */
export function readExemption(attributes: Attributes): Exemption | ServiceError {
  try {
    return parsed(attributes, exemptionSchema, 'delete it, and make it anew') as unknown as Exemption;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

/** Or why it cannot be read. */
export function readApproval(attributes: Attributes): Approval | ServiceError {
  try {
    const way = 'podguard drift --approve makes it anew';
    return parsed(attributes, approvalSchema, way) as unknown as Approval;
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

export function fromActionAttributes(attributes: Attributes): PersonAction {
  return parsed(attributes, actionSchema) as unknown as PersonAction;
}

/** Somebody may have put anything there. */
function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function parsed(
  attributes: Attributes,
  schema: z.ZodMiniType,
  way = 'delete it and replay its events',
): unknown {
  const place = `${shown(attributes.pk)} ${shown(attributes.sk)}`;
  if (attributes.v !== SCHEMA_VERSION)
    throw new ServiceError(
      'item-malformed',
      `${place} has version ${shown(attributes.v)}, this podguard reads ${SCHEMA_VERSION}: update podguard, or begin a new store`,
    );
  let content: unknown;
  try {
    content = fromBody(attributes.body);
  } catch (cause) {
    throw new ServiceError('item-malformed', `${place} cannot be read: ${way}`, {
      cause,
    });
  }
  const result = schema.safeParse(content);
  if (!result.success)
    throw new ServiceError(
      'item-malformed',
      `${place} is not what podguard writes: ${way}\n${z.prettifyError(result.error)}`,
      { cause: result.error },
    );
  return content;
}
