import {
  clusterObjectOf,
  defineRule,
  type Evidence,
  fail,
  indeterminate,
  pass,
  type Resource,
} from '@podguard/core';
import { evidenceOf } from '../shared/k8s.ts';
import { ownRole } from '../shared/k8s-mend.ts';

export const k8sStaticKey = defineRule({
  id: 'k8s-static-key',
  title: 'A Kubernetes manifest holds or uses an AWS access key',
  method: 'static-key',
  resource: ['k8s-config-map', 'k8s-secret', 'k8s-workload'],
  severity: 'critical',
  broken: false,
  family: null,
  description:
    'Reports an AWS access key in a Secret, a ConfigMap, an object of another kind, or a container’s environment or arguments; medium where a workload takes one from a Secret, as a variable or a file, or from a ConfigMap, as a variable, or where the key is a temporary one.',
  rationale:
    'A key in a manifest is known to everybody who can read the repository or the cluster, works from anywhere, and does not end by itself. Base64 hides nothing.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://kubernetes.io/docs/concepts/configuration/secret/',
  ],
  mappings: { cisEks: ['5.2.1'], nist80053: ['IA-5(7)'] },
  falsePositives: [
    'The key of another service in the same form.',
    'A Secret with a key for another service that speaks S3’s protocol, where neither its name nor an endpoint, in a variable or a command, says so.',
  ],
  needs: {},
  covers: undefined,
  evaluate(resource) {
    const { keys } = resource.sets;
    const beside = associationBeside(resource);
    const found = [...keys.members.values()].map(String);
    if (found.length > 0) {
      const temporary = found.every((key) => key.startsWith('temporary'));
      return fail(`${whatOf(resource.key)} holds ${[...new Set(found)].slice(0, 3).join(', ')}`, {
        evidence: [...evidenceOf(keys.members), ...beside],
        ...(temporary
          ? { graded: { severity: 'medium' as const, because: 'a temporary key ends within hours' } }
          : {}),
      });
    }
    const used = resource.kind === 'k8s-workload' ? resource.sets.keySecrets : undefined;
    const [source] = used?.members.values() ?? [];
    if (used !== undefined && source !== undefined)
      return fail(`Its pods authenticate to AWS with a stored key from the ${sourceName(String(source))}`, {
        evidence: [...evidenceOf(used.members), ...beside],
        graded: { severity: 'medium', because: 'the manifest itself holds no key' },
      });
    if (!keys.complete) return indeterminate('keys');
    return used?.complete === false ? indeterminate('keySecrets') : pass;
  },
  mend: ownRole(
    '',
    '# once its pods were restarted and have the role: take the key out of the manifest and its history, and deactivate it',
  ),
});

/** What its pods would have without the key, where `--associations` told. */
function associationBeside({ state }: Pick<Resource, 'state'>): readonly Evidence[] {
  return 'association' in state && typeof state.association === 'string'
    ? [{ path: 'association', value: state.association }]
    : [];
}

function whatOf(key: string): string {
  return clusterObjectOf(key) === undefined ? 'The manifest' : 'The object in the cluster';
}

/** Of a Secret the name, of a ConfigMap `ConfigMap/NAME`. */
function sourceName(source: string): string {
  return source.includes('/') ? source.replace('/', ' ') : `Secret ${source}`;
}
