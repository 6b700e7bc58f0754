using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Core.Members;

/// <summary>Encrypts and decrypts API-key secrets.</summary>
internal sealed class ApiKeySecrets(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Exchange.Members.ApiKeySecret.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string Unprotect(string protectedSecret) => _protector.Unprotect(protectedSecret);
}
