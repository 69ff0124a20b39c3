import { GraphError } from '../api/graph-error.ts';

const steps = {
  // Granting Mail.Read in Entra would do too, and open every mailbox.
  permission:
    'In Exchange Online, give the app the role "Application Mail.Read" for this mailbox alone, and nothing in Entra: docs/microsoft.md, “Permissions”. It may take two hours until Microsoft goes by it.',
  notFound: 'Look whether `mailbox` in the file is the address of a mailbox in this tenant.',
} as const;

/** Returns the error with the step that mends it for a mailbox, whose rights stand in Exchange. */
export function mailFailure(error: GraphError): GraphError {
  const { kind } = error;
  return kind === 'permission' || kind === 'notFound' ? new GraphError({ ...error, step: steps[kind] }) : error;
}
