import type { JsonValue, RemediationStep } from '@podguard/core';
import { plain } from '@podguard/report';

/** What a shell takes as it is, and the AWS CLI for no address to load it from. */
const SIMPLE = /^[\w.:@/=+,-]+$/;
const ADDRESS = /^(?:file|fileb|https?):/i;

/** Whole policies are shown by what changes of them; nobody reads them on one line. */
const LONGEST_JSON = 300;

/**
 * A step as a command of the AWS CLI, to be read or run by hand: with an option for each member where all are simple, else with the
 * whole input as JSON, which every command takes; undefined where that is long.
 */
export function awsCommand({ action, region, input }: RemediationStep): string | undefined {
  const [service = '', operation = ''] = action.split(':');
  const members = Object.entries(input);
  const isSimple = members.every(([, value]) => isSimpleValue(value));
  const json = plain(JSON.stringify(input));
  if (!isSimple && json.length > LONGEST_JSON) return undefined;
  const options = isSimple
    ? members.map(([name, value]) => optionOf(name, value))
    : [`--cli-input-json ${quoted(json)}`];
  return ['aws', service, kebab(operation), ...options, `--region ${quoted(plain(region))}`].join(' ');
}

function optionOf(name: string, value: JsonValue): string {
  if (value === true) return `--${kebab(name)}`;
  return value === false ? `--no-${kebab(name)}` : `--${kebab(name)} ${value}`;
}

function isSimpleValue(value: JsonValue): boolean {
  if (typeof value === 'boolean' || typeof value === 'number') return true;
  return typeof value === 'string' && SIMPLE.test(value) && !ADDRESS.test(value) && !/^[-=]/.test(value);
}

/** As the AWS CLI writes names: https://github.com/boto/botocore/blob/develop/botocore/__init__.py (xform_name). */
function kebab(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

function quoted(text: string): string {
  return SIMPLE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
