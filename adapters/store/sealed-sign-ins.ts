/** The sign-in of a person for a tenant, encrypted: without the tenant's credential it says nothing. */
export interface SealedSignIn {
  /** Grows with each sign-in. */
  generation: number;
  text: string;
}

/** Keeps one encrypted sign-in for each tenant. It is in no backup. Everything here rejects with StoreUnwritable where it cannot be reached. */
export interface SealedSignIns {
  /** Resolves with null where there is none. */
  get(tenantId: string): Promise<SealedSignIn | null>;
  /** Stores it unless one with the same or a larger generation is there. Resolves once it is durable. */
  put(tenantId: string, signIn: SealedSignIn): Promise<void>;
  /**
   * Replaces the text of this generation, and only `was` where it is given. Resolves with false, and changes nothing, where another one is
   * there. It rejects where this process does not act.
   */
  replace(tenantId: string, signIn: SealedSignIn, was?: string): Promise<boolean>;
}
