import { defineRule, fail, indeterminate, notApplicable, parseArn, pass } from '@podguard/core';
import { podsOf } from '../shared/association.ts';
import { isAmongPrincipals } from '../shared/principal-patterns.ts';

export const podIdentityUnexpectedCreator = defineRule({
  id: 'pod-identity-unexpected-creator',
  title: 'A Pod Identity association was made or changed by no configured deployer',
  method: 'pod-identity',
  resource: 'pod-identity-association',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports an association whose last change is of a principal that `deployers` does not name. Off until there are deployers; not for those that an EKS add-on owns.',
  rationale:
    'An association gives a role to pods by a single call. Where deployments go through a pipeline, one that somebody made by hand is a mistake or an attack.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/logging-using-cloudtrail.html',
  ],
  mappings: {},
  falsePositives: [
    'A deployer that the configuration does not name, or an operation by hand in an emergency.',
  ],
  needs: {},
  covers: undefined,
  evaluate(association, { config }) {
    const { changedBy, ownerArn } = association.state;
    if (config.deployers.length === 0) return notApplicable('no deployer is configured');
    if (typeof ownerArn === 'string') return notApplicable('an EKS add-on owns it');
    if (typeof changedBy !== 'string') return indeterminate('changedBy');
    if (parseArn(changedBy) === undefined) return notApplicable('AWS made it');
    if (isAmongPrincipals(config.deployers, changedBy)) return pass;
    if (ownerArn === undefined) return indeterminate('ownerArn');
    return fail(
      `${changedBy}, who is no configured deployer, made or changed the association of ${podsOf(association)}`,
      {
        evidence: [
          { path: 'changedBy', value: changedBy },
          { path: 'roleArn', value: association.state.roleArn ?? null },
        ],
      },
    );
  },
  mend: {
    cli: 'aws eks describe-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --region {region}\n# where somebody wanted it, name the principal in podguard.config.ts under deployers; where nobody did\naws eks delete-pod-identity-association --cluster-name {clusterName} --association-id {associationId} --region {region}',
    terraform: '# import it into the configuration that your pipeline applies, or delete it',
    cloudformation: '# import it into the stack that your pipeline deploys, or delete it',
  },
  remediation: 'revert-association',
});
