import { addressParts, exactly, globPattern, type Language, type Policy, type Way } from '@podguard/policy';

type KeyFact = ReturnType<Way['factOf']>;

/** What a stranger has of a condition key, by the key in lower case; the name tells two of them apart. */
export type StrangerFacts = ReadonlyMap<string, { readonly name: string; readonly fact: KeyFact }>;

/**
 * Keys that the caller chooses himself, or that say how he calls: parameters of the call, tags and names of his own
 * principals.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const CHOSEN =
  /^(sts:.*|aws:(requesttag\/.*|principaltag\/.*|tagkeys|username|useragent|referer|requestedregion|federatedprovider|multifactorauth(present|age)|calledvia(first|last)?|viaawsservice))$/;

const ORGANIZATION_KEYS = ['aws:principalorgid', 'aws:principalorgpaths'];
const NETWORK_KEYS = [
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpcarn',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:ec2instancesourcevpc',
  'aws:ec2instancesourceprivateipv4',
];
/** The time is nobody's to choose: the analysis knows of it what there is to know. */
const TIME_KEYS = ['aws:currenttime', 'aws:epochtime', 'aws:tokenissuetime'];

/** A stranger in one part of the Internet; all have to get in for the part to be open. */
export interface Place {
  readonly share: number;
  readonly everywhere: readonly StrangerFacts[];
}

/**
 * What strangers can have of the keys that a policy asks for. Any one of the variants is enough; each is the same stranger at
 * several places.
 */
export function strangerFacts(
  policy: Policy,
  way: Way,
  organizations: readonly string[],
  own: StrangerFacts = new Map(),
): readonly (readonly Place[])[] {
  const conditions = policy.statements.flatMap((statement) => statement.conditions);
  const keys = new Set(conditions.map(({ lowerKey }) => lowerKey));
  const asked = (list: readonly string[]): boolean => list.some((key) => keys.has(key));
  const plain = new Map(own);
  for (const key of keys) {
    const special = [...ORGANIZATION_KEYS, ...NETWORK_KEYS, ...TIME_KEYS].includes(key);
    if (special || plain.has(key)) continue;
    const made = plainFact(key, way);
    if (made !== null) plain.set(key, made);
  }
  const networks = asked(NETWORK_KEYS) ? networkFacts(policy) : [[{ share: 1, everywhere: [new Map()] }]];
  const members = asked(ORGANIZATION_KEYS) ? organizationFacts(policy, organizations) : [new Map()];
  return members.flatMap((member) =>
    networks.map((places) =>
      places.map(({ share, everywhere }) => ({
        share,
        everywhere: everywhere.map((from) => new Map([...plain, ...member, ...from])),
      })),
    ),
  );
}

/** Null where a stranger may have whatever the way allows for. */
function plainFact(key: string, way: Way): { name: string; fact: KeyFact } | null {
  const fact = way.factOf(key);
  if (fact.kind === 'fixed' || fact.lift !== undefined) return null;
  if (['principal', 'session', 'sub', 'aud'].includes(fact.dimension) || CHOSEN.test(key)) return null;
  if (key === 'aws:securetransport') return fixed(['true']);
  if (key === 'aws:userid') return varying(key, globPattern('AROAZQ7UNRELATED97AB:*'), false);
  // A provider signs its own claims; of an IAM principal there are none.
  if (way.kind === 'aws' && /^[^.]*\..*:/s.test(key)) return fixed('absent');
  return varying(key, exactly('zq7-unrelated'), true);
}

export function varying(
  dimension: string,
  each: Language,
  absent: boolean,
  name = dimension,
): { name: string; fact: KeyFact } {
  const domain = { each, many: false, values: { present: each, absent } };
  return { name, fact: { kind: 'varies', dimension, domain } };
}

function fixed(value: readonly string[] | 'absent'): { name: string; fact: KeyFact } {
  return { name: String(value), fact: { kind: 'fixed', value } };
}

function factsOf(values: Readonly<Record<string, readonly string[] | 'absent'>>): StrangerFacts {
  return new Map(Object.entries(values).map(([key, value]) => [key, fixed(value)]));
}

/** A stranger's own organisation, none at all, and those that the policy names though they are not known. */
function organizationFacts(policy: Policy, organizations: readonly string[]): readonly StrangerFacts[] {
  const values = policy.statements
    .flatMap(({ conditions }) => conditions.filter(({ lowerKey }) => ORGANIZATION_KEYS.includes(lowerKey)))
    .flatMap((condition) => condition.values.map(({ value }) => value));
  const paths = values.filter((value) => value.includes('/'));
  const named = new Set(
    values.map((value) => value.split('/')[0] ?? '').filter((id) => /^o-[a-z0-9]+$/.test(id)),
  );
  const unknown = organizations.length === 0 ? [] : [...named].filter((id) => !organizations.includes(id));
  const members = ['o-zq7unrelated', ...unknown].map((id) => {
    const path = paths.find((value) => value.startsWith(`${id}/`))?.replace(/[*?]/g, '') ?? `${id}/r-zq7u/`;
    return factsOf({ 'aws:principalorgid': [id], 'aws:principalorgpaths': [path] });
  });
  return [...members, factsOf({ 'aws:principalorgid': 'absent', 'aws:principalorgpaths': 'absent' })];
}

/** Over the Internet; or through an endpoint in a VPC of his own. */
function networkFacts(policy: Policy): readonly (readonly Place[])[] {
  const outside = Object.fromEntries(NETWORK_KEYS.map((key) => [key, 'absent' as const]));
  const internet = ([4, 6] as const).map((version) =>
    addressParts(policy, version).map(({ share, samples }) => ({
      share,
      everywhere: samples.map((address) => factsOf({ ...outside, 'aws:sourceip': [address] })),
    })),
  );
  const vpc = 'vpc-0zq7unrelated97ab';
  const inside = factsOf({
    'aws:sourceip': 'absent',
    'aws:sourcevpc': [vpc],
    'aws:sourcevpcarn': [`arn:aws:ec2:us-east-1:979797979797:vpc/${vpc}`],
    'aws:sourcevpce': ['vpce-0zq7unrelated97ab'],
    'aws:vpcsourceip': ['10.97.97.97'],
    'aws:ec2instancesourcevpc': [vpc],
    'aws:ec2instancesourceprivateipv4': ['10.97.97.97'],
  });
  return [...internet, [{ share: 1, everywhere: [inside] }]];
}
