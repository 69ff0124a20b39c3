/** Where people go at Microsoft. Source: https://learn.microsoft.com/partner-center/security/security-contact */
export const portal = {
  securityContact: 'https://partner.microsoft.com/dashboard/account/v3/organization/legalinfo#csp',
  securityAlerts: 'https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts',
  userManagement: 'https://partner.microsoft.com/dashboard/account/usermanagement',
  aboutSecurityContact: 'https://learn.microsoft.com/partner-center/security/security-contact',
  aboutComplianceAdmin: 'https://learn.microsoft.com/partner-center/compliance-admin-role',
} as const;
