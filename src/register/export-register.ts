import type { Reader } from '../ports.ts';
import type { Register } from './register.ts';

/** Importing what this returns changes nothing. */
export async function exportRegister(reader: Reader): Promise<Required<Register>> {
  const { adminChannel = null, expertsChannel = null } = (await reader.get('organisation', 'organisation')) ?? {};
  const tenants = await reader.list('tenants');
  return {
    version: 1,
    organisation: { adminChannel, expertsChannel },
    tenants: tenants.map(
      ({
        revision: _revision,
        formerChannels: _formerChannels,
        provenAt: _provenAt,
        missedDrillAt: _missedDrillAt,
        rerouting: _rerouting,
        disowned: _disowned,
        ...tenant
      }) => tenant,
    ),
  };
}
