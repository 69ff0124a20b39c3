/** Makes X.509 certificates for servers that a test starts: https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
import { generateKeyPairSync, type KeyObject, type KeyPairKeyObjectResult, sign } from 'node:crypto';

export interface Certified {
  name: string;
  /** PEM. */
  certificate: string;
  key: KeyObject;
  keyPem: string;
}

interface Wanted {
  /** Names the subject; for a server its host too. */
  name: string;
  /** ISO 8601, whole seconds. */
  from?: string;
  until?: string;
  /** An authority that signs it; it signs itself without one. */
  by?: Certified;
  isAuthority?: boolean;
  /** The subject's own keys where they are no EC ones; an authority has to sign them. */
  keys?: KeyPairKeyObjectResult;
}

let serial = 0;

export function certified({
  name,
  from = '2020-01-01T00:00:00Z',
  until = '2120-01-01T00:00:00Z',
  by,
  isAuthority = false,
  keys = generateKeyPairSync('ec', { namedCurve: 'P-256' }),
}: Wanted): Certified {
  const { publicKey, privateKey } = keys;
  serial += 1;
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(serial),
    ecdsaWithSha256,
    distinguished(by?.name ?? name),
    sequence(time(from), time(until)),
    distinguished(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(name, isAuthority))),
  );
  const signature = sign('sha256', body, by?.key ?? privateKey);
  const whole = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    name,
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One value of DER: its tag, its length, and what is in it. https://www.itu.int/rec/T-REC-X.690 */
function tagged(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

const sequence = (...parts: Uint8Array[]) => tagged(0x30, ...parts);
const integer = (value: number) => tagged(0x02, Buffer.from([value]));
const oid = (...bytes: number[]) => tagged(0x06, Buffer.from(bytes));
const text = (value: string) => tagged(0x0c, Buffer.from(value));
const time = (iso: string) => tagged(0x18, Buffer.from(iso.replace(/[-:T]/g, '')));
const truth = tagged(0x01, Buffer.from([0xff]));

const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const distinguished = (name: string) => sequence(tagged(0x31, sequence(oid(0x55, 0x04, 0x03), text(name))));

function extensions(name: string, isAuthority: boolean): Buffer[] {
  const host = sequence(tagged(0x82, Buffer.from(name)));
  return isAuthority
    ? [sequence(oid(0x55, 0x1d, 0x13), truth, tagged(0x04, sequence(truth)))]
    : [sequence(oid(0x55, 0x1d, 0x11), tagged(0x04, host))];
}
