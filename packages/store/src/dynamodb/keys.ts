import { hash } from 'node:crypto';
import type { Kind } from '@podguard/core';

/** The index of items that have something to dispatch; only those carry its key, `pending`. */
export const PENDING_INDEX = 'pending';
const PENDING_SHARDS = 8;
export const ITEM_SORT_KEY = 'item';
/** All edges' sort keys begin with it; that of the item does not. */
const EDGE_PREFIX = 'e.';
export const DAYS_PARTITION = 'days';
export const MARKS_PARTITION = 'marks';
export const COUNTS_PARTITION = 'counts';
export const EXEMPTIONS_PARTITION = 'exemptions';
export const APPROVALS_PARTITION = 'approvals';
export const ACTIONS_PARTITION = 'actions';
export const REMEDIATIONS_PARTITION = 'remediations';
export const OPEN_REMEDIATIONS_PARTITION = 'remediations-open';
const QUIET_SHARDS = 8;

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;

interface Part {
  readonly text: string;
  /** The resource key as JSON, where the table's key holds only its hash. */
  readonly name?: string;
}

export interface ResourceKey {
  readonly pk: string;
  readonly sk: string;
  readonly name?: string;
}

export function itemKey(key: string): ResourceKey {
  const { text, ...name } = partitionOf(key);
  return { pk: text, sk: ITEM_SORT_KEY, ...name };
}

/** How the sort keys of edges begin: of one kind of dependents, or of all. */
export function edgePrefix(kind?: Kind): string {
  return kind === undefined ? EDGE_PREFIX : `${EDGE_PREFIX}${kind}.`;
}

/** `name` is the dependent's. */
export function edgeKey(target: string, dependent: string, kind: Kind): ResourceKey {
  const { text, ...name } = part(edgePrefix(kind), dependent, MAX_SORT_KEY_BYTES);
  return { pk: partitionOf(target).text, sk: text, ...name };
}

/** Of the approved state of a resource, by its key. */
export function approvalKey(key: string): ResourceKey {
  const { text, ...name } = part('a', key, MAX_SORT_KEY_BYTES);
  return { pk: APPROVALS_PARTITION, sk: text, ...name };
}

/** Their ids come from people, too. */
export function remediationKey(id: string): ResourceKey {
  return { pk: part('m', id, MAX_PARTITION_KEY_BYTES).text, sk: 'remediation' };
}

/** The partition of those of one target. */
export function remediationsOf(target: string): string {
  return part('mt', target, MAX_PARTITION_KEY_BYTES).text;
}

export function transitionKey(at: string, id: string): ResourceKey {
  return { pk: transitionsPartition(dayOf(at)), sk: `${at.slice(0, 64)}#${id}` };
}

export function transitionsPartition(day: string): string {
  return `t#${day}`;
}

export function dayOf(at: string): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(at)?.[0] ?? '0000-00-00';
}

/** Spreads pending items over a few partitions, so that none of them is hot. */
export function pendingShard(pk: string): string {
  return `p#${shardOf(pk, PENDING_SHARDS)}`;
}

function shardOf(text: string, shards: number): number {
  return Number.parseInt(hash('sha256', text).slice(0, 4), 16) % shards;
}

export function pendingShards(): readonly string[] {
  return Array.from({ length: PENDING_SHARDS }, (_, shard) => `p#${shard}`);
}

/** Thousands are noted within minutes when everything is judged again: no partition takes them all. */
export function quietKey(id: string, box = ''): ResourceKey {
  return { pk: quietPartition(shardOf(id, QUIET_SHARDS), box), sk: id };
}

export function quietPartitions(box = ''): readonly string[] {
  return Array.from({ length: QUIET_SHARDS }, (_, shard) => quietPartition(shard, box));
}

function quietPartition(shard: number, box: string): string {
  return box === '' ? `q#${shard}` : `q#${box}#${shard}`;
}

/** The resource key that a part of a table's key stands for. */
export function resourceKeyOf(text: string, name: string | undefined): string {
  return name === undefined ? text.slice(text.indexOf('#') + 1) : (JSON.parse(name) as string);
}

function partitionOf(key: string): Part {
  return part('r', key, MAX_PARTITION_KEY_BYTES);
}

/** A name too long for a key, or one that UTF-8 cannot tell from others (lone surrogates), is hashed. */
function part(prefix: string, key: string, maxBytes: number): Part {
  const text = `${prefix}#${key}`;
  if (key.isWellFormed() && Buffer.byteLength(text) <= maxBytes) return { text };
  const name = JSON.stringify(key);
  return { text: `${prefix}x#${hash('sha256', name, 'base64url')}`, name };
}
