import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Ajv from 'ajv';
import { installPython } from '../python-program.ts';

const run = promisify(execFile);

const PROGRAM = `
import json, sys
from ocsf_json_schema import get_ocsf_schema, OcsfJsonSchemaEmbedded
schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=sys.argv[1]))
name = schema.lookup_class_name_from_uid(class_uid=int(sys.argv[2]))
json.dump([schema.get_class_schema(class_name=name, profiles=profiles.split(',')) for profiles in sys.argv[3:]], sys.stdout)
`;

/** The published schema of an OCSF class with profiles, as JSON Schema: one for each list of profiles. */
export async function ocsfSchemas(
  version: string,
  classUid: number,
  ...profiles: readonly (readonly string[])[]
): Promise<readonly OcsfSchema[]> {
  const python = await installPython({
    title: 'the schemas of OCSF',
    name: 'ocsf-json-schema',
    requirements: join(import.meta.dirname, 'requirements.txt'),
  });
  const lists = profiles.map((some) => some.join(','));
  const { stdout } = await run(python, ['-c', PROGRAM, version, String(classUid), ...lists], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as readonly OcsfSchema[];
}

export interface OcsfSchema {
  readonly properties: Readonly<Record<string, OcsfProperty>>;
  readonly $defs: Readonly<Record<string, { readonly properties: Readonly<Record<string, OcsfProperty>> }>>;
}

interface OcsfProperty {
  readonly deprecated?: boolean;
  readonly $ref?: string;
  readonly items?: { readonly $ref?: string };
}

/** What an event has against a schema; deprecated attributes are faults, too. */
export function ocsfFaults(schema: OcsfSchema): (event: object) => readonly string[] {
  // The schemas are of a draft that this ajv does not know, and keep to what earlier ones have, too.
  const { $schema: _, $id: __, ...plain } = schema as OcsfSchema & Readonly<Record<string, unknown>>;
  const validate = new Ajv({ allErrors: true }).compile(plain);
  return (event) => {
    validate(event);
    const faults = (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
    return [...faults, ...deprecated(event, schema.properties, schema)];
  };
}

function deprecated(
  value: object,
  properties: Readonly<Record<string, OcsfProperty>>,
  schema: OcsfSchema,
): readonly string[] {
  return Object.entries(value).flatMap(([name, held]) => {
    const property = properties[name];
    if (property === undefined) return [];
    if (property.deprecated === true) return [`${name} is deprecated`];
    const ref = (property.$ref ?? property.items?.$ref)?.replace('#/$defs/', '');
    const inner = ref === undefined ? undefined : schema.$defs[ref]?.properties;
    if (inner === undefined || typeof held !== 'object' || held === null) return [];
    return (Array.isArray(held) ? held : [held]).flatMap((one: object) => deprecated(one, inner, schema));
  });
}
