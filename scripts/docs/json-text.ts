import type { JsonValue } from '@podguard/core';

const WIDTH = 100;

/**
 * Two values as JSON of which each part stands on one line where it has room there in both, and the second in the order of the
 * first, so that they differ as texts only where they differ.
 */
export function jsonTexts(one: JsonValue, other: JsonValue): readonly [string, string] {
  const ordered = inOrderOf(one, other);
  const broken = new Set<string>();
  for (const value of [one, ordered]) jsonText(value, broken);
  return [jsonText(one, broken), jsonText(ordered, broken)];
}

interface Place {
  readonly path: string;
  readonly indent: string;
  /** How much of the line is taken. */
  readonly before: number;
}

/** Notes what takes several lines; what was noted takes them. */
function jsonText(
  value: JsonValue,
  broken: Set<string>,
  place: Place = { path: '', indent: '', before: 0 },
): string {
  const { path, indent, before } = place;
  const flat = flatText(value);
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return flat;
  if (!broken.has(path) && indent.length + before + flat.length <= WIDTH) return flat;
  broken.add(path);
  const parts = Object.entries(value).map(([name, part]) => {
    const label = Array.isArray(value) ? '' : `${JSON.stringify(name)}: `;
    const inner = { path: `${path}/${name}`, indent: `${indent}  `, before: label.length };
    return `${inner.indent}${label}${jsonText(part as JsonValue, broken, inner)}`;
  });
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

function flatText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(flatText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${flatText(one)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function inOrderOf(one: JsonValue | undefined, other: JsonValue): JsonValue {
  if (Array.isArray(other))
    return other.map((part, index) => inOrderOf(Array.isArray(one) ? one[index] : undefined, part));
  if (!isFields(other)) return other;
  const first = isFields(one) ? one : {};
  const names = [...new Set([...Object.keys(first), ...Object.keys(other)])].filter((name) => name in other);
  return Object.fromEntries(names.map((name) => [name, inOrderOf(first[name], other[name] as JsonValue)]));
}

function isFields(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
