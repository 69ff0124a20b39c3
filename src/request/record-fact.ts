import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { World } from '../ports/world.ts';
import type { Button, Text } from '../view/view.ts';
import type { Request } from './interaction.ts';

/**
 * Answers a question about the organisation's own record in one sentence, and names the button that shows more. A fact of a tenant
 * is null when the asker may not read it: the verb then says why. A fact of the organisation is about all tenants together.
 */
export type RecordFact =
  | TenantFact
  | { of: 'organisation'; button: string; fact: (request: Request, world: World) => Promise<Text> };

/** A fact of one tenant. */
export interface TenantFact {
  of: 'tenant';
  button: string;
  fact(request: Request, tenant: StoredTenant, world: World): Promise<Text | null>;
  /** Returns further buttons about this tenant; absent where the answer has none. */
  buttons?(request: Request, tenant: StoredTenant, world: World): Promise<Button[]>;
}
