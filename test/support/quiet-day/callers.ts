import type { JsonObject } from '@podguard/core';
import { ACCOUNT, type Caller, maren, pipeline } from '../../../scripts/samples/people.ts';

/** A session of a role of the account. */
export function session(role: string, name: string, more: JsonObject = {}): JsonObject {
  const id = `${role.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}XXXXXXXXXXXXXXXX`.slice(0, 16);
  return {
    type: 'AssumedRole',
    principalId: `AROA${id}:${name}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${name}`,
    accountId: ACCOUNT,
    accessKeyId: `ASIA${id}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROA${id}`,
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-03-12T00:10:31Z', mfaAuthenticated: 'false' },
      ...more,
    },
  };
}

/** CloudFormation, or a service, calls with the session of whoever asked it to. */
export function through(by: Caller, service: string): Caller {
  return { identity: { ...by.identity, invokedBy: service }, ip: service, agent: service };
}

/** A pod by EKS Pod Identity. */
export function podOf(role: string, cluster: string, pod: string, uuid: string): Caller {
  return {
    identity: session(role, `eks-${cluster.slice(0, 10)}-${pod.slice(0, 10)}-${uuid}`),
    ip: '192.0.2.40',
    agent: 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#arm64',
  };
}

/** A pod by its service account's token. */
export function irsaPodOf(role: string, provider: string): Caller {
  const webIdFederationData = { federatedProvider: provider, attributes: {} };
  return {
    identity: session(role, '1773293580418112345', { webIdFederationData }),
    ip: '192.0.2.41',
    agent: 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#arm64',
  };
}

/** A session that EKS holds of a role that it was given. */
export function eksAs(role: string): Caller {
  return {
    identity: { ...session(role, 'aws-go-sdk-1773293580418112345'), invokedBy: 'eks.amazonaws.com' },
    ip: 'eks.amazonaws.com',
    agent: 'eks.amazonaws.com',
  };
}

/** Who sets things up: by Terraform in a pipeline, or as a person by CloudFormation. */
export const DEPLOYERS: readonly Caller[] = [pipeline, through(maren, 'cloudformation.amazonaws.com')];
