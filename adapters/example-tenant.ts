import type { Clock, Store } from '../src/ports.ts';
import { importRegister } from '../src/register/import-register.ts';
import { readRegister } from '../src/register/register.ts';
import { playground } from './teams/playground.ts';

/** Made up: Microsoft's sample name, a domain that cannot exist, a number that the French regulator keeps for films. */
const example = {
  version: 1,
  tenants: [
    {
      id: playground.tenantId,
      name: 'Contoso',
      partnerType: 'directBill',
      anniversaryMonth: 3,
      contact: {
        kind: 'group',
        firstName: 'Contoso Security Desk',
        middleName: 'Contoso Security Desk',
        email: 'security-desk@contoso.example',
        phone: '+33199001234',
        timezone: 'Europe/Paris',
      },
    },
  ],
};

/** Puts a made-up partner tenant into a state that has nothing yet. */
export async function seedExample(store: Store, clock: Clock): Promise<void> {
  const known = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 1 }));
  if (known.length > 0) return;
  const reading = readRegister(example);
  if (reading.kind === 'register')
    await importRegister(reading.file, { id: null, name: 'Local mode' }, { store, clock });
}
