/** What `deploy/kubernetes` has, read by the parser of docker-compose: no cluster has seen it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { botbuilderOverrides, Settings, secretNames } from '../../adapters/settings/settings.ts';
import { drives } from '../support/programs.ts';

const file = 'deploy/kubernetes/security-contact-bot.yaml';

/** Reads the documents of a file in YAML, each as an extension of a file that docker-compose reads. */
function documentsOf(text: string) {
  const items = text.split(/^---$/m).map((one) => `  -\n${one.replace(/^/gm, '    ')}\n`);
  const input = `name: none\nservices: { none: { image: none } }\nx-documents:\n${items.join('')}`;
  const args = ['-f', '-', 'config', '--no-interpolate', '--format', 'json'];
  const { stdout, stderr } = spawnSync('docker-compose', args, { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout)['x-documents'];
}

describe.runIf(drives('docker-compose'))('the Deployment for Kubernetes', () => {
  let pod: Record<string, unknown> = {};
  let deployment: Record<string, Record<string, unknown>> = {};
  let service: Record<string, Record<string, unknown>> = {};
  let container: { env: { name: string; value?: string }[]; ports: { name: string; containerPort: number }[] } & Record<
    string,
    unknown
  >;
  beforeAll(() => {
    [deployment, service] = documentsOf(readFileSync(file, 'utf8'));
    pod = Object(deployment.spec?.template).spec;
    [container] = Object(pod).containers;
  });

  it('has three replicas, of which a new one follows before an old one stops', () => {
    expect(deployment.spec).toMatchObject({
      replicas: 3,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
    expect(Object(pod).terminationGracePeriodSeconds).toBeGreaterThanOrEqual(40);
  });

  it('names settings that there are, and hands over secrets as files of their names', () => {
    const others = ['POD_IP', 'NODE_OPTIONS'];
    const files = secretNames.map((name) => `${name}_FILE`);
    const known = [...Settings.keyof().options, ...files, ...botbuilderOverrides, ...others];
    const names = container.env.map(({ name }) => name);
    expect(names.filter((name) => !known.some((one) => one === name))).toEqual([]);
    // What is set for somebody to uncomment, too.
    const asleep = Array.from(readFileSync(file, 'utf8').matchAll(/# - \{ name: (\w+),/g), ([, name = '']) => name);
    expect(asleep.filter((name) => !known.some((one) => one === name))).toEqual([]);
    for (const { name, value } of container.env)
      if (name.endsWith('_FILE')) expect(value).toBe(`/run/secrets/bot/${name.replace(/_FILE$/, '')}`);
    expect(container.env).toContainEqual({ name: 'REPLICA_URL', value: 'http://$(POD_IP):3978' });
    expect(names.indexOf('POD_IP')).toBeLessThan(names.indexOf('REPLICA_URL'));
  });

  it('asks on ports that it opens whether a replica lives and is ready, and restarts none that is not ready', () => {
    const ports = container.ports.map(({ name }) => name);
    const metrics = container.env.find(({ name }) => name === 'METRICS_PORT')?.value;
    expect(container.ports).toContainEqual({ name: 'metrics', containerPort: Number(metrics) });
    expect(container).toMatchObject({
      livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'metrics' } },
    });
    expect(ports).toEqual(['http', 'metrics']);
    expect(service.spec).toMatchObject({ ports: [{ targetPort: 'http' }], selector: { app: 'security-contact-bot' } });
    expect(deployment.spec?.selector).toEqual({ matchLabels: { app: 'security-contact-bot' } });
  });

  it('may do little, and writes in one folder', () => {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsUser: 10001 } });
  });
});
