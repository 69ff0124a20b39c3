import type { AppSettings } from '../../adapters/teams/app-package/manifest.ts';

/** The settings of an app package in which everything is said. */
export const packageSettings: AppSettings = {
  appId: 'aaaaaaaa-0000-4000-8000-000000000001',
  version: '1.2.3',
  site: 'https://contoso.example',
  privacy: 'https://contoso.example/privacy',
  terms: 'https://contoso.example/terms',
  organisation: 'Contoso',
  slash: false,
};
